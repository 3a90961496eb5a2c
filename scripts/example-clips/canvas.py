"""SVG as text: a few shapes, easing, and colours that the clips share. Every picture is 1280 x 720 units."""

import hashlib
import math
from xml.sax.saxutils import escape

WIDTH, HEIGHT = 1280, 720

NIGHT, DEEP, SEA, TEAL = "#0d1b33", "#12325a", "#1f6f8b", "#3aa6a0"
CORAL, SAND, CREAM, SUN, INK = "#e8674f", "#f2d6a2", "#fbf3e4", "#ffc857", "#14213d"


def ramp(t, start, length=1.0):
    """0 before `start`, 1 after `start + length`, smooth in between."""
    x = min(max((t - start) / length, 0.0), 1.0)
    return x * x * (3 - 2 * x)


def window(t, start, end, fade=0.6):
    """1 between `start` and `end`, fading at both."""
    return ramp(t, start, fade) * (1 - ramp(t, end - fade, fade))


def mix(a, b, x):
    """Between two numbers."""
    return a + (b - a) * x


def blend(first, second, x):
    """Between two colours `#rrggbb`."""
    parts = [(int(first[i : i + 2], 16), int(second[i : i + 2], 16)) for i in (1, 3, 5)]
    return "#" + "".join(f"{round(mix(a, b, x)):02x}" for a, b in parts)


def scatter(seed, index):
    """A number in 0..1 that depends on its arguments alone."""
    digest = hashlib.sha256(f"{seed} {index}".encode()).digest()
    return int.from_bytes(digest[:4], "big") / 2**32


def n(value):
    return f"{value:.2f}".rstrip("0").rstrip(".") if isinstance(value, float) else str(value)


def tag(name, content="", **attributes):
    words = "".join(f' {k.replace("_", "-")}="{n(v)}"' for k, v in attributes.items() if v is not None)
    return f"<{name}{words}>{content}</{name}>" if content else f"<{name}{words}/>"


def rect(x, y, width, height, fill, radius=0, **more):
    return tag("rect", x=x, y=y, width=max(width, 0), height=max(height, 0), fill=fill, rx=radius, **more)


def circle(x, y, r, fill="none", **more):
    return tag("circle", cx=x, cy=y, r=max(r, 0), fill=fill, **more)


def line(x1, y1, x2, y2, stroke, width=4, **more):
    return tag("line", x1=x1, y1=y1, x2=x2, y2=y2, stroke=stroke, stroke_width=width, stroke_linecap="round", **more)


def path(d, fill="none", stroke=None, width=4, **more):
    extra = dict(stroke=stroke, stroke_width=width, stroke_linecap="round", stroke_linejoin="round") if stroke else {}
    return tag("path", d=d, fill=fill, **extra, **more)


def polygon(points, fill, **more):
    return tag("polygon", points=" ".join(f"{n(float(x))},{n(float(y))}" for x, y in points), fill=fill, **more)


def text(x, y, words, size, fill=CREAM, weight=700, anchor="start", **more):
    return tag("text", escape(words), x=x, y=y, font_family="Lato", font_weight=weight, font_size=size, fill=fill,
               text_anchor=anchor, **more)


def group(*parts, opacity=1.0, move=(0, 0), turn=0.0, about=(0, 0), scale=1.0):
    if opacity <= 0.003:
        return ""
    how = []
    if move != (0, 0):
        how.append(f"translate({n(float(move[0]))} {n(float(move[1]))})")
    if turn:
        how.append(f"rotate({n(float(turn))} {about[0]} {about[1]})")
    if scale != 1.0:
        how.append(f"translate({about[0]} {about[1]}) scale({scale:.3f}) translate({-about[0]} {-about[1]})")
    return tag("g", "".join(parts) or " ", opacity=None if opacity >= 0.997 else float(opacity), transform=" ".join(how) or None)


def gradient(name, stops, vertical=True):
    """Stops: (offset, colour) or (offset, colour, opacity)."""
    marks = "".join(tag("stop", offset=float(s[0]), stop_color=s[1], stop_opacity=float(s[2]) if len(s) > 2 else None) for s in stops)
    return tag("linearGradient", marks, id=name, x1=0, y1=0, x2=0 if vertical else 1, y2=1 if vertical else 0)


def glow(name, colour, strength=1.0):
    marks = tag("stop", offset=0, stop_color=colour, stop_opacity=strength) + tag("stop", offset=1, stop_color=colour, stop_opacity=0)
    return tag("radialGradient", marks, id=name)


def wave(y, height, length, phase, fill, bottom=HEIGHT, **more):
    """Water whose surface is a sine."""
    points = [(x, y + height * math.sin(2 * math.pi * x / length + phase)) for x in range(0, WIDTH + 40, 40)]
    return polygon(points + [(WIDTH + 40, bottom), (0, bottom)], fill, **more)


def drawn(d, length, x, stroke, width=4, **more):
    """A path of about this length of which the first part `x` (0..1) is drawn."""
    return path(d, stroke=stroke, width=width, stroke_dasharray=f"{n(float(length * x))} {length * 2}", **more) if x > 0 else ""


def svg(*parts, width=WIDTH, height=HEIGHT, view=None):
    box = view or (0, 0, WIDTH, HEIGHT)
    return (f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" '
            f'viewBox="{" ".join(map(str, box))}">' + "".join(parts) + "</svg>\n")


def title_card(t, kicker, lines, colour=CREAM, accent=SUN, x=96, y=250, size=84, until=5.0):
    """The words that open a clip; they stay long enough to be its poster."""
    shown = 1 - ramp(t, until - 0.7, 0.7)
    parts = [rect(x, y - size - 66, 72, 8, accent, 4), text(x, y - size - 20, kicker, 30, accent, 700, letter_spacing=3)]
    parts += [text(x, y + i * size * 1.12, words, size, colour, 900) for i, words in enumerate(lines)]
    return group(*parts, opacity=shown, move=(0, -20 * ramp(t, until - 0.7, 0.7)))


def caption_bar(t, start, end, words, fill=INK, colour=CREAM, y=640):
    """One line at the foot of the picture."""
    width = 60 + 15.2 * len(words)
    box = rect(640 - width / 2, y - 40, width, 60, fill, 30, opacity=0.88)
    return group(box, text(640, y, words, 30, colour, 700, "middle"), opacity=window(t, start, end, 0.4))
