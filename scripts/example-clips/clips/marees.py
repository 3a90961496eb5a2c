"""Why the sea rises and falls: a harbour through one tide, and the Moon that pulls."""

import math

from canvas import *

SECONDS = 40
CHAPTERS = [(0, "One harbour, twelve hours"), (14, "The Moon pulls the sea"), (28, "Spring tides and neap tides")]


def harbour(t, level):
    """`level`: -1 low water, 1 high water."""
    y = 525 - 78 * level
    clouds = "".join(group(circle(0, 0, 34, "#ffffff") + circle(40, -14, 44, "#ffffff") + circle(86, 0, 32, "#ffffff")
                           + rect(-20, 0, 120, 32, "#ffffff", 16), opacity=0.75,
                           move=((x + t * speed) % 1500 - 150, cy), scale=k)
                     for x, cy, speed, k in [(80, 120, 9, 1.0), (640, 90, 6, 1.25), (1150, 190, 11, 0.8)])
    hills = path("M0 470 Q200 380 420 440 T820 420 T1280 440 V720 H0 Z", "#7fb8a4") \
        + path("M0 500 Q260 430 560 480 T1280 470 V720 H0 Z", "#5c9a8b")
    houses = "".join(rect(x, 352, w, 70, c) + polygon([(x - 8, 352), (x + w / 2, 352 - w * 0.42), (x + w + 8, 352)], r)
                     + rect(x + w / 2 - 9, 376, 18, 26, "#48617a")
                     for x, w, c, r in [(905, 84, "#fff7e8", "#5a6b86"), (1000, 96, "#f6d9b8", "#48617a"), (1108, 84, "#fff7e8", CORAL), (1200, 96, "#e4eef0", "#5a6b86")])
    quay = rect(860, 420, 420, 300, "#8d8577") + rect(850, 412, 430, 20, "#b5ab99") \
        + "".join(line(860, 470 + i * 50, 1280, 470 + i * 50, "#7a7265", 3) for i in range(5)) \
        + "".join(line(930 + i * 120 + (j % 2) * 60, 420 + j * 50, 930 + i * 120 + (j % 2) * 60, 470 + j * 50, "#7a7265", 3) for i in range(3) for j in range(6))
    marks = rect(872, 372, 26, 320, "#fff7e8", 4) + "".join(
        rect(872, 382 + i * 30, 26, 15, CORAL) + text(910, 398 + i * 30, str(10 - i), 20, "#fff7e8", 900) for i in range(10))
    tilt = 2.2 * math.sin(t * 1.4)
    boat = group(path("M-110 -34 H118 L92 26 H-84 Z", CORAL) + rect(-110, -42, 228, 12, "#fff7e8", 5)
                 + rect(-50, -92, 90, 52, "#fff7e8", 6) + rect(-38, -80, 28, 22, "#48617a", 4) + rect(2, -80, 28, 22, "#48617a", 4)
                 + line(60, -42, 60, -196, "#48617a", 7) + line(60, -190, 112, -46, "#48617a", 2) + line(60, -190, -96, -46, "#48617a", 2)
                 + polygon([(60, -196), (100, -182), (60, -168)], SUN), move=(690, y - 8 + 4 * math.sin(t * 1.7)), turn=tilt)
    rope = path(f"M798 {y - 42:.1f} Q836 {mix(430, 530, (1 - level) / 2):.1f} 868 424", "none", "#5b4b3a", 4)
    bed = path("M0 640 Q240 600 470 632 T860 650 V720 H0 Z", "#d9bd85") + "".join(
        circle(60 + i * 70, 668 + 14 * scatter("p", i), 7 + 8 * scatter("q", i), "#bfa26c") for i in range(12))
    gulls = "".join(path(f"M{gx + 24 * t % 700:.0f} {gy} q16 {-14 + 6 * math.sin(t * 5 + gx):.0f} 28 0 q14 {-14 + 6 * math.sin(t * 5 + gx):.0f} 28 0", "none", "#48617a", 4)
                    for gx, gy in [(560, 120), (640, 92), (760, 150)])
    water = wave(y, 5, 340, t * 1.2, "#2f8fa8", opacity=0.92) + wave(y + 34, 5, 260, -t, "#237a95", opacity=0.75)
    return (gradient("day", [(0, "#7cc4e8"), (0.7, "#d9eff3"), (1, "#fdf3dc")]) + rect(0, 0, WIDTH, HEIGHT, "url(#day)")
            + circle(1080, 130, 56, SUN) + clouds + hills + gulls + bed + water + quay + houses + marks + rope + boat)


def clock(x, y, hours):
    """Two hands; a tide takes twelve hours and 25 minutes."""
    ticks = "".join(line(x + 62 * math.sin(a), y - 62 * math.cos(a), x + 70 * math.sin(a), y - 70 * math.cos(a), INK, 4)
                    for a in (i * math.pi / 6 for i in range(12)))
    short, long = hours * math.pi / 6, hours * 2 * math.pi
    return (circle(x, y, 84, "#fff7e8", stroke=INK, stroke_width=8) + ticks
            + line(x, y, x + 38 * math.sin(short), y - 38 * math.cos(short), INK, 8)
            + line(x, y, x + 56 * math.sin(long), y - 56 * math.cos(long), CORAL, 5) + circle(x, y, 7, INK))


def earth(x, y, r, turn, stretch, axis=0.0):
    """The Earth with a belt of water drawn out along `axis` (degrees)."""
    water = f'<ellipse cx="{x}" cy="{y}" rx="{r * (1.16 + stretch):.1f}" ry="{r * 1.1:.1f}" fill="#3aa6d0" opacity="0.9" transform="rotate({axis:.2f} {x} {y})"/>'
    land = group(path("M-50 -70 Q-10 -95 30 -70 Q50 -40 20 -22 Q-6 -10 -16 12 Q-46 6 -62 -24 Z", "#7cc08a")
                 + path("M10 20 Q50 6 70 36 Q60 74 26 84 Q0 60 10 20 Z", "#7cc08a") + path("M-74 30 Q-44 24 -40 52 Q-56 70 -70 56 Z", "#7cc08a"),
                 move=(x, y), turn=turn)
    return water + circle(x, y, r, "#25638f") + land


def space(t):
    stars = "".join(circle(scatter("sx", i) * WIDTH, scatter("sy", i) * HEIGHT, 0.8 + 1.5 * scatter("sr", i), "#ffffff", opacity=0.7) for i in range(80))
    back = gradient("space", [(0, "#111a3c"), (1, "#2b2f6b")]) + rect(0, 0, WIDTH, HEIGHT, "url(#space)") + stars
    if t < 28:
        angle = math.radians(-20 + (t - 14) * 9)
        mx, my = 520 + 430 * math.cos(angle), 400 + 230 * math.sin(angle)
        pull = ramp(t, 15.5, 1.5)
        axis = math.degrees(math.atan2(my - 400, mx - 520))
        arrow = line(520 + 150 * math.cos(math.radians(axis)), 400 + 150 * math.sin(math.radians(axis)),
                     mix(520, mx, 0.72), mix(400, my, 0.72), SUN, 5, stroke_dasharray="4 16")
        return (back + text(80, 96, "The Moon pulls the sea", 46, CREAM, 900) + earth(520, 400, 120, (t - 14) * 25, 0.22 * pull, axis)
                + group(arrow, opacity=pull) + circle(mx, my, 44, "#e9e4d4") + circle(mx - 12, my - 8, 9, "#cfc8b4") + circle(mx + 14, my + 12, 7, "#cfc8b4")
                + group(text(1190, 640, "two bulges, two high tides a day", 32, SUN, 700, "end"), opacity=ramp(t, 18)))
    spring = 1 - ramp(t, 33.5, 1.5)
    angle = math.radians(mix(-90, 0, spring))
    mx, my = 560 + 270 * math.cos(angle), 380 + 200 * math.sin(angle)
    label = "full moon, new moon: spring tides" if spring > 0.5 else "half moon: neap tides"
    return (back + glow("sun", SUN) + circle(1280, 380, 420, "url(#sun)", opacity=0.6) + circle(1300, 380, 170, SUN)
            + text(80, 96, "Spring tides and neap tides", 46, CREAM, 900)
            + earth(560, 380, 110, t * 22, mix(0.1, 0.34, spring), 0) + circle(mx, my, 38, "#e9e4d4") + circle(mx - 10, my - 7, 8, "#cfc8b4")
            + group(text(560, 640, label, 36, SUN, 900, "middle"), opacity=abs(2 * spring - 1)))


def frame(t):
    if t < 14.6:
        hours = min(max(t - 3, 0) / 10.5, 1) * 12.4
        level = math.cos(hours / 12.4 * 2 * math.pi)
        first = harbour(t, level) + group(clock(250, 190, hours), opacity=ramp(t, 4.6))
        first += title_card(t, "ESTRAN & MÉMOIRE", ["The tide", "in one minute"], INK, CORAL, y=240, until=4.8)
    return svg(first if t < 14.6 else "", group(space(t), opacity=ramp(t, 14, 0.6)) if t >= 14 else "")
