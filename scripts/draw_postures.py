"""Draws static/img/postures.svg, the figures that stand beside postures: `python scripts/draw_postures.py`.

A figure is a table entry: joint angles of one person of constant limbs, quiet things around (bed, chair, ground) and
perhaps one accent. The grid is 48 by 48, the person looks to the right, soles stand at y = 44.

Angles are degrees. Of a leg or arm: 0 hangs down, 90 points forward, 180 up, negative backward. Of trunk and head:
0 upright, 90 leans flat forward, negative backward. In a front view, positive is outward on either side.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from math import cos, hypot, radians, sin
from pathlib import Path

SPRITE = Path(__file__).resolve().parent.parent / "static" / "img" / "postures.svg"

THIGH = SHIN = 8.2
FOOT = 2.6
TRUNK = 11.0
NECK = 7.4
ARM = FOREARM = 6.3
HEAD = 3.8
SOLE = 44.0
TRUNK_WIDTH, LEG_WIDTH, ARM_WIDTH, THING_WIDTH, ACCENT_WIDTH = 5.6, 4.4, 3.4, 1.8, 2.2

FAINT = ".4"
"""Far limbs, and where the person also moves."""

Point = tuple[float, float]


def n(value: float) -> str:
    """As short as an SVG allows, to a tenth of a unit."""
    text = f"{value:.1f}".removesuffix(".0")
    return {"-0": "0"}.get(text, text)


def at(point: Point) -> str:
    return f"{n(point[0])} {n(point[1])}"


def line(points: Iterable[Point]) -> str:
    return "M" + "L".join(at(point) for point in points)


def limb(start: Point, *parts: tuple[float, float]) -> list[Point]:
    """The joints of an arm or leg from (angle, length) pairs."""
    points = [start]
    for angle, length in parts:
        x, y = points[-1]
        points.append((x + length * sin(radians(angle)), y + length * cos(radians(angle))))
    return points


def up(start: Point, lean: float, length: float) -> Point:
    return limb(start, (180 - lean, length))[-1]


def stroke(width: float, *paths: str, opacity: str = "", colour: str = "") -> str:
    """Nothing where there is nothing to draw."""
    if not any(paths):
        return ""
    more = f' stroke="{colour}"' if colour else ""
    more += f' stroke-opacity="{opacity}"' if opacity else ""
    return f'<path stroke-width="{n(width)}"{more} d="{"".join(paths)}"/>'


def disc(centre: Point, radius: float) -> str:
    return (
        f'<circle cx="{n(centre[0])}" cy="{n(centre[1])}" r="{n(radius)}" fill="currentColor" stroke="none"/>'
    )


def arrow(start: Point, *bends: Point, both: bool = False) -> str:
    """Straight to the last point, or bent by one or two control points before it; `both`: a tip at each end."""
    *controls, end = bends
    curve = {0: "L", 1: "Q", 2: "C"}[len(controls)] + " ".join(map(at, bends))
    path = f"M{at(start)}{curve}" + _tip((controls or [start])[-1], end)
    return path + (_tip((controls or [end])[0], start) if both else "")


def _tip(before: Point, end: Point) -> str:
    dx, dy = end[0] - before[0], end[1] - before[1]
    scale = 3.4 / hypot(dx, dy)
    dx, dy = dx * scale, dy * scale
    one, other = (
        (end[0] + dx * cos(turn) - dy * sin(turn), end[1] + dx * sin(turn) + dy * cos(turn))
        for turn in (radians(138), radians(-138))
    )
    return line([one, end, other])


@dataclass(frozen=True)
class Leg:
    thigh: float = 0
    shin: float = 0
    foot: float | None = None
    """None: at a right angle to the shin."""

    def joints(self, hip: Point) -> list[Point]:
        foot = self.shin + 90 if self.foot is None else self.foot
        return limb(hip, (self.thigh, THIGH), (self.shin, SHIN), (foot, FOOT))


@dataclass(frozen=True)
class Arm:
    upper: float = 0
    fore: float = 0

    def joints(self, shoulder: Point) -> list[Point]:
        return limb(shoulder, (self.upper, ARM), (self.fore, FOREARM))


@dataclass(frozen=True)
class Person:
    """Seen from the side. `hip` as a number: only how far right; the height follows from the lowest foot."""

    hip: float | Point
    trunk: tuple[float, float] = (0, 0)
    head: float | None = None
    legs: tuple[Leg, ...] = (Leg(),)
    arms: tuple[Arm, ...] = ()
    both: bool = False
    """Whether the far leg is as dark as the near one: where both tell the posture."""

    @property
    def pelvis(self) -> Point:
        if isinstance(self.hip, tuple):
            return self.hip
        lowest = max(y for leg in self.legs for _, y in leg.joints((0, 0)))
        return (self.hip, SOLE - LEG_WIDTH / 2 - lowest)

    @property
    def waist(self) -> Point:
        return up(self.pelvis, self.trunk[0], TRUNK / 2)

    @property
    def shoulder(self) -> Point:
        return up(self.waist, self.trunk[1], TRUNK / 2)

    @property
    def face(self) -> Point:
        return up(self.shoulder, self.trunk[1] if self.head is None else self.head, NECK)

    def draw(self, faint: bool = False) -> str:
        """The near limbs and the trunk full, the far limbs faint behind them; all faint for a ghost."""
        near, *far = (leg.joints(self.pelvis) for leg in self.legs)
        arms = [arm.joints(self.shoulder) for arm in self.arms]
        near_legs = [near, *far] if self.both else [near]
        spine = f"M{at(self.pelvis)}Q{at(self.waist)} {at(self.shoulder)}"
        full = stroke(TRUNK_WIDTH, spine) + stroke(LEG_WIDTH, *map(line, near_legs))
        full += stroke(ARM_WIDTH, *map(line, arms[:1])) + disc(self.face, HEAD)
        if faint:
            return f'<g opacity="{FAINT}">{full}</g>'
        return (
            stroke(LEG_WIDTH, *map(line, [] if self.both else far), opacity=FAINT)
            + stroke(ARM_WIDTH, *map(line, arms[1:]), opacity=FAINT)
            + full
        )


@dataclass(frozen=True)
class Front:
    """Seen from the front; left and right as on the page."""

    x: float = 24
    left_arm: Arm = Arm(20, 8)
    right_arm: Arm = Arm(20, 8)
    left_leg: Leg = Leg(5, 2)
    right_leg: Leg = Leg(5, 2)
    lean: float = 0
    waist: float = 0
    """How much of the body is left open at the waist, for a belt."""

    def draw(self) -> str:
        hip = (self.x, SOLE - LEG_WIDTH / 2 - THIGH - SHIN + 0.1)
        neck = up(hip, self.lean, TRUNK)
        left_shoulder = limb(neck, (-90 - self.lean, 3.1))[-1]
        right_shoulder = limb(neck, (90 - self.lean, 3.1))[-1]
        bottom = hip[1] - 0.6 - self.waist
        trunk = line([left_shoulder, right_shoulder, (self.x + 1.7, bottom), (self.x - 1.7, bottom)])
        top = hip[1] + self.waist / 2
        return (
            f'<path fill="currentColor" stroke-width="{n(ARM_WIDTH)}" d="{trunk}Z"/>'
            + stroke(
                LEG_WIDTH,
                line(limb((self.x - 2.2, top), (-self.left_leg.thigh, THIGH), (-self.left_leg.shin, SHIN))),
                line(limb((self.x + 2.2, top), (self.right_leg.thigh, THIGH), (self.right_leg.shin, SHIN))),
            )
            + stroke(
                ARM_WIDTH,
                line(Arm(-self.left_arm.upper, -self.left_arm.fore).joints(left_shoulder)),
                line(self.right_arm.joints(right_shoulder)),
            )
            + disc(up(neck, self.lean, NECK - 0.4), HEAD)
        )


class HeadAndShoulders:
    """Seen from the front and close up, the head tilted: the one thing too small to tell at the size of the others."""

    def draw(self) -> str:
        return (
            '<path fill="currentColor" stroke-width="5.6" d="M17 37H31L29.4 42.8H18.6Z"/>'
            + stroke(5.6, "M17 37Q13.6 37 11.6 43M31 37Q34.4 37 36.4 43")
            + stroke(6.4, "M24 37L26 30")
            + '<ellipse cx="28.3" cy="22.8" rx="6.4" ry="7.8" transform="rotate(20 28.3 22.8)" '
            'fill="currentColor" stroke="none"/>'
        )


@dataclass(frozen=True)
class Drawing:
    """`things` quiet and thin behind, `accent` in the accent colour before; `ghost` is where the person also moves."""

    person: Person | Front | HeadAndShoulders | None = None
    things: str = ""
    accent: str = ""
    ghost: Person | None = None
    solid: str = ""
    """Further strokes as dark as the person."""

    def symbol(self, name: str) -> str:
        quiet = stroke(THING_WIDTH, self.things, opacity="var(--figure-quiet,.6)")
        ghost = self.ghost.draw(faint=True) if self.ghost else ""
        person = self.person.draw() if self.person else ""
        inside = quiet + ghost + person + stroke(ACCENT_WIDTH, self.solid)
        inside += stroke(ACCENT_WIDTH, self.accent, colour="var(--figure-accent,currentColor)")
        return f'<symbol id="{name}" viewBox="0 0 48 48" {STROKES}>{inside}</symbol>'


STROKES = 'fill="none" stroke="currentColor" stroke-linecap="round" stroke-linejoin="round"'

GROUND = "M5 45H43"
CHAIR = "M12.5 24V45M12.5 37.2H23.5V45"
STOOL = "M13 37.2H25M15 37.2V45M23 37.2V45"
BED = "M3 30V45M3 38.5H45V45"
PILLOW = "M5.5 36H12.5"
MOON = "M40.5 12.2A6 6 0 1 1 34.6 4.2 4.8 4.8 0 0 0 40.5 12.2Z"
BED_FROM_ABOVE = "M5 6H43A3 3 0 0 1 46 9V39A3 3 0 0 1 43 42H5A3 3 0 0 1 2 39V9A3 3 0 0 1 5 6ZM7 13H13A2 2 0 0 1 15 15V33A2 2 0 0 1 13 35H7A2 2 0 0 1 5 33V15A2 2 0 0 1 7 13Z"

SEAT = (19.0, 33.2)
SITTING = Leg(88, 0)
ASIDE = Person((28, 22), trunk=(-86, -78), head=-84, legs=(Leg(40, -42, 30),), arms=(Arm(24, 70),))

FIGURES: dict[str, Drawing] = {
    "bending-forward": Drawing(
        Person(16, trunk=(62, 112), head=132, legs=(Leg(-4, -4, 90),), arms=(Arm(14, 6), Arm(26, 14))),
        GROUND,
        arrow((23, 8), (35, 7), (37.5, 16)),
    ),
    "changing-position": Drawing(
        Person(SEAT, trunk=(14, 20), legs=(SITTING,), arms=(Arm(34, 60),)),
        STOOL + GROUND,
        arrow((10, 7.5), (19, 0.5), (29, 6), both=True),
        ghost=Person(SEAT, trunk=(-16, -22), legs=(SITTING,), arms=()),
    ),
    "cold": Drawing(
        Person(
            16,
            trunk=(6, 22),
            head=34,
            legs=(Leg(8, -8, 90), Leg(12, -4, 90)),
            arms=(Arm(8, 128), Arm(24, 118)),
        ),
        GROUND + "M4 16L6.5 19 4 22 6.5 25",
        "M38 3V19M31.1 7L44.9 15M44.9 7L31.1 15M35.6 4.8L38 7.2 40.4 4.8M35.6 17.2L38 14.8 40.4 17.2",
    ),
    "coughing-or-sneezing": Drawing(
        Person(
            16, trunk=(8, 26), head=34, legs=(Leg(0, -4, 90), Leg(12, 0, 90)), arms=(Arm(34, 150), Arm(20, 8))
        ),
        GROUND,
        "M37 14L44 10M37.5 18.5H45M37 23L44 27",
    ),
    "crossing-the-legs": Drawing(
        Person(SEAT, legs=(Leg(108, 44, 120), Leg(86, -6)), arms=(Arm(24, 76),)), CHAIR + GROUND
    ),
    "cycling": Drawing(
        Person(
            (17.5, 23), trunk=(36, 48), head=40, legs=(Leg(66, -2, 84), Leg(30, -30, 60)), arms=(Arm(38, 64),)
        ),
        "M17 37.5A7 7 0 1 1 3 37.5 7 7 0 1 1 17 37.5ZM45 37.5A7 7 0 1 1 31 37.5 7 7 0 1 1 45 37.5Z"
        "M10 37.5L17 28H33.5M17 28L23 37.5H10M23 37.5L33.5 28M38 37.5L32.5 23.5H36",
    ),
    "deep-breath": Drawing(
        Person(17, trunk=(8, -22), head=-14, legs=(Leg(-2, -2, 90), Leg(6, 2, 90)), arms=(Arm(-44, -8),)),
        GROUND,
        "M45 9C42 5 39.5 5 37.5 9S33 13 30 9.5L25.5 8M29.8 5.6L25.5 8 28 12.3M26.5 16.5Q30.5 20.5 27.5 26",
    ),
    "doing-too-much": Drawing(
        Person(
            15,
            trunk=(44, 62),
            head=50,
            legs=(Leg(18, -14, 90), Leg(36, -10, 90)),
            arms=(Arm(-2, -6), Arm(14, 6)),
        ),
        GROUND,
        "M37 6C35 9 34.8 10 35.4 11.4A2.2 2.2 0 0 0 38.6 11.4C39.2 10 39 9 37 6Z"
        "M42 14C40 17 39.8 18 40.4 19.4A2.2 2.2 0 0 0 43.6 19.4C44.2 18 44 17 42 14Z",
    ),
    "driving": Drawing(
        Person(
            (17, 32.5), trunk=(-14, -10), head=-4, legs=(Leg(98, 42, 120), Leg(90, 46)), arms=(Arm(50, 92),)
        ),
        "M8.5 16L12.5 37.5H25M4 45H44M39.5 45L43 33V27L33 24",
        "M31.5 15.5L27.5 28",
    ),
    "eating": Drawing(
        Person((14, 33.2), trunk=(4, 8), head=10, legs=(SITTING,), arms=(Arm(40, 138), Arm(40, 84))),
        "M7.5 24V45M7.5 37.2H18.5V45M27 28H45M37 28V45" + GROUND,
        "M30.5 20.6H42.5A6 5.4 0 0 1 30.5 20.6Z",
    ),
    "end-of-day": Drawing(
        Person(
            14,
            trunk=(10, 32),
            head=56,
            legs=(Leg(-8, -14, 80), Leg(16, 4, 90)),
            arms=(Arm(6, 4), Arm(16, 10)),
        ),
        GROUND,
        "M28.5 45A7.5 7.5 0 0 1 43.5 45M36 26V32.5" + "M33 29.8L36 32.8 39 29.8",
    ),
    "getting-up": Drawing(
        Person(18, trunk=(40, 36), head=26, legs=(Leg(74, -16, 90),), arms=(Arm(10, 50),)),
        "M6.5 24V45M6.5 37.2H17V45" + GROUND,
        arrow((39, 22), (39, 7)),
    ),
    "leaning-backward": Drawing(
        Person(25, trunk=(-14, -46), head=-62, legs=(Leg(-2, 4, 90), Leg(6, 4, 90)), arms=(Arm(-52, 50),)),
        GROUND,
        arrow((31, 4.5), (18, 0), (9, 7)),
    ),
    "leg-hanging-down": Drawing(
        Person((25, 29.4), trunk=(-84, -84), head=-80, legs=(Leg(90, 0),), arms=()),
        "M2 24V45M2 34H28V45M5 31H10" + GROUND,
        arrow((42, 26), (42, 40)),
    ),
    "leg-raised": Drawing(
        Person((23.2, 34.5), trunk=(-88, -86), head=-82, legs=(Leg(128, 96, 186),), arms=()),
        BED
        + PILLOW
        + "M31 31.4H42.5A1.8 1.8 0 0 1 42.5 35 1.8 1.8 0 0 1 42.5 38.5H31A1.8 1.8 0 0 1 31 35 1.8 1.8 0 0 1 31 31.4ZM31 35H42.5",
        arrow((30.5, 19), (30.5, 8)),
    ),
    "lifting": Drawing(
        Person(15, trunk=(34, 42), head=30, legs=(Leg(64, -34, 90),), arms=(Arm(26, 34), Arm(36, 40))),
        GROUND + "M26 31H39V43H26Z",
        arrow((43.5, 26), (43.5, 11)),
    ),
    "lying-flat": Drawing(
        Person((24.5, 34.5), trunk=(-88, -86), head=-82, legs=(Leg(90, 90, 178),), arms=()),
        BED + PILLOW,
    ),
    "lying-on-the-front": Drawing(
        Person((26, 34.5), trunk=(-92, -88), head=-84, legs=(Leg(90, 90, 52),), arms=(Arm(-50, -110),)),
        BED,
    ),
    "lying-on-the-side": Drawing(ASIDE, BED_FROM_ABOVE),
    "lying-on-the-sore-side": Drawing(
        ASIDE, BED_FROM_ABOVE, "M24 16L21.8 11.2M28.6 15.6V10.2M33.2 17L36.4 12.6"
    ),
    "morning": Drawing(
        Person(
            (14, 33.6), trunk=(-4, 0), head=-4, legs=(Leg(90, 90, 170),), arms=(Arm(134, 168), Arm(220, 192))
        ),
        BED,
        "M30.5 23.5A6 6 0 0 1 42.5 23.5M36.5 11.5V13.5M28.2 15.2L29.6 16.6M44.8 15.2L43.4 16.6M27 23.5H46",
    ),
    "moving-about": Drawing(
        Front(
            left_arm=Arm(146, 160),
            right_arm=Arm(100, 60),
            left_leg=Leg(24, 0),
            right_leg=Leg(36, 30),
            lean=-6,
        ),
        GROUND,
        "M6 17Q7 10 12 7M42.5 20Q45.5 25 43 30",
    ),
    "moving-the-neck": Drawing(HeadAndShoulders(), accent=arrow((9, 13), (24, 0), (41, 14), both=True)),
    "night": Drawing(
        Person((24.5, 34.5), trunk=(-88, -88), head=-86, legs=(Leg(90, 90, 178),), arms=()),
        BED + PILLOW + "M16 38V31Q16 28 19 28H40Q44 28 44 31V38",
        MOON,
    ),
    "period": Drawing(
        None,
        "",
        "M24 20C20 26 18.8 28 18.8 31A5.2 5.2 0 0 0 29.2 31C29.2 28 28 26 24 20Z",
        solid="M9 9H39A2 2 0 0 1 41 11V40A2 2 0 0 1 39 42H9A2 2 0 0 1 7 40V11A2 2 0 0 1 9 9ZM7 16H41M15.5 5V11M32.5 5V11",
    ),
    "poor-sleep": Drawing(
        Person((14, 34.5), trunk=(8, 26), head=42, legs=(Leg(90, 90, 170),), arms=(Arm(60, 168),)),
        BED,
        MOON,
    ),
    "pressing-on-the-spot": Drawing(
        Person(25, trunk=(0, 0), legs=(Leg(0, 0, 90), Leg(8, 4, 90)), arms=(Arm(24, 20),)),
        GROUND,
        arrow((4, 21), (18.5, 21)) + "M16.5 13L14 10.5M16.5 29L14 31.5",
    ),
    "raising-the-arm": Drawing(
        Front(x=22, left_arm=Arm(20, 8), right_arm=Arm(146, 172)),
        GROUND,
        arrow((38.5, 17), (38.5, 4)),
    ),
    "rest": Drawing(
        Person(
            (19, 31.5),
            trunk=(-34, -28),
            head=-20,
            legs=(Leg(96, 84, 160), Leg(92, 84, 160)),
            arms=(Arm(40, 80),),
        ),
        "M7 15L14.5 36.5H27L24 45M14.5 36.5L12 45M32 36H43M34 36V45M41 36V45" + GROUND,
    ),
    "running": Drawing(
        Person(
            (22, 25),
            trunk=(18, 20),
            head=16,
            legs=(Leg(70, -16, 80), Leg(-24, -84, 6)),
            arms=(Arm(-50, 40), Arm(50, 130)),
        ),
        GROUND + "M5 16H11M3 23H9M5 30H10",
    ),
    "sitting": Drawing(Person(SEAT, legs=(SITTING,), arms=(Arm(24, 62),)), CHAIR + GROUND),
    "squatting-or-kneeling": Drawing(
        Person(17, trunk=(34, 26), head=16, legs=(Leg(112, -34, 90),), arms=(Arm(66, 88), Arm(56, 80))),
        GROUND,
    ),
    "stairs": Drawing(
        Person(
            (19.5, 25.4),
            trunk=(12, 12),
            legs=(Leg(86, -4, 90), Leg(-2, -10, 84)),
            arms=(Arm(-30, 20), Arm(40, 60)),
        ),
        "M3 45H23V37.4H33V29.8H43V45",
    ),
    "standing": Drawing(Front(), GROUND),
    "standing-on-one-leg": Drawing(
        Person(22, legs=(Leg(82, -24, 62), Leg(0, 0, 90)), arms=(Arm(58, 84), Arm(-56, -80)), both=True),
        GROUND,
    ),
    "staying-in-one-position": Drawing(
        Person((14, 33.2), legs=(SITTING,), arms=(Arm(24, 62),)),
        "M7.5 24V45M7.5 37.2H18.5V45" + GROUND,
        "M44 12A8 8 0 1 1 28 12 8 8 0 1 1 44 12ZM36 7.5V12L39.5 14",
    ),
    "straining-on-the-toilet": Drawing(
        Person((18, 32.6), trunk=(24, 38), head=44, legs=(Leg(96, -6, 90),), arms=(Arm(28, 74),)),
        "M6 22H12V36.8H25Q25 41 20 42V45H13V42Q9 40.5 8.5 36.8V22" + GROUND,
        "M35.5 9L39.5 6M38 14.5H43",
    ),
    "stress": Drawing(
        Person(SEAT, trunk=(18, 34), head=44, legs=(SITTING,), arms=(Arm(50, 172),)),
        STOOL + GROUND,
        "M36.5 16C33 12 35 4 39.5 3.5S46 9 42.5 11.5 36.5 9.5 39 6.5 46.5 4 46.5 9.5 42 16 39.5 14.5",
    ),
    "stretching-the-leg": Drawing(
        Person((14, 33.2), legs=(Leg(88, 86, 190), Leg(84, 0)), arms=(Arm(24, 62),)),
        "M7.5 24V45M7.5 37.2H18.5V45" + GROUND,
        arrow((31, 23.5), (44, 23.5)),
    ),
    "tight-clothes": Drawing(
        Front(waist=2.2),
        GROUND,
        arrow((4, 24.2), (13, 24.2)) + arrow((44, 24.2), (35, 24.2)) + "M20.6 24.2H27.4",
    ),
    "turning-in-bed": Drawing(
        ASIDE,
        BED_FROM_ABOVE,
        arrow((39.5, 12), (44, 22), (39.5, 33)),
        ghost=Person((28, 22), trunk=(-86, -78), head=-84, legs=(Leg(140, 222, 150),)),
    ),
    "twisting": Drawing(
        Front(left_arm=Arm(60, -10), right_arm=Arm(84, 88)),
        GROUND,
        arrow((10, 25), (12, 32.5), (34, 32.5), (37.5, 23.5)),
    ),
    "walking": Drawing(
        Person(
            22, trunk=(3, 3), legs=(Leg(24, 12, 104), Leg(-16, -30, 62)), arms=(Arm(-36, -14), Arm(28, 48))
        ),
        GROUND,
    ),
    "walking-downhill": Drawing(
        Person(
            (22, 22.8),
            trunk=(-6, -4),
            legs=(Leg(28, 6, 74), Leg(16, -56, 50)),
            arms=(Arm(-38, -10), Arm(26, 44)),
        ),
        "M3 35L45 46.4",
    ),
    "walking-uphill": Drawing(
        Person(
            (20, 22.4),
            trunk=(18, 20),
            head=16,
            legs=(Leg(56, -2, 106), Leg(-14, -24, 70)),
            arms=(Arm(-34, 0), Arm(44, 62)),
        ),
        "M3 45L45 33.6",
    ),
    "warmth": Drawing(
        Person(SEAT, trunk=(8, 12), legs=(SITTING,), arms=(Arm(60, 84), Arm(52, 72))),
        STOOL + GROUND,
        "M40 23.5C41 28 46 30.5 46 36A6 6 0 0 1 34 36C34 33.4 35.4 31.6 36.6 30.2 36.8 32 37.6 33 38.8 33.2 39.8 30 38.4 27 40 23.5Z",
    ),
}


def sprite() -> str:
    symbols = "".join(FIGURES[name].symbol(name) + "\n" for name in sorted(FIGURES))
    return f'<svg xmlns="http://www.w3.org/2000/svg">\n{symbols}</svg>\n'


if __name__ == "__main__":
    SPRITE.write_text(sprite(), encoding="utf-8")
    print(f"{len(FIGURES)} figures in {SPRITE.name}")
