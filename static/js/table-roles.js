/* Where a stylesheet lays a table out as something else, older browsers forget that it is one. This tells them again;
   HTML itself may not say it, and newer browsers need not be told. */

const ROLES = {
  "table.compare": "table",
  "table.compare :is(thead, tbody)": "rowgroup",
  "table.compare tr": "row",
  "table.compare td": "cell",
  "table.compare th": "rowheader",
  "table.compare th[scope='col']": "columnheader",
};

for (const [selector, role] of Object.entries(ROLES)) {
  for (const part of document.querySelectorAll(selector)) part.setAttribute("role", role);
}
