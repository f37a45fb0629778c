"""A drawing surface at twice the final size, and the motifs that several pictures share."""

import math
import random
from io import BytesIO
from itertools import pairwise

from PIL import Image, ImageChops, ImageColor, ImageDraw, ImageFilter

SCALE = 2
BYTES_A_PIXEL = 0.062  # at most; twenty pictures stay below 2 MB

SKY = "#00afca"
TEAL = "#0a7f98"
PALE = "#c9ecef"
NAVY = "#12284b"
BLUE = "#23497a"
WHITE = "#fdf8ee"
SAND = "#eedfc4"
WOOD = "#b98352"
GOLD = "#f6b93b"
OCHRE = "#d4912a"
TERRACOTTA = "#c8643c"
BRICK = "#97432a"
BROWN = "#4f3025"
SAGE = "#7d9f7a"
HAIR = ["#2b2230", "#3c2a2a", "#1f1d2b", "#6b4a35", "#8b8790", "#35262c"]
SKIN = ["#e9b98f", "#d9a077", "#f0c9a4", "#c98f68"]
CLOTHES = [NAVY, BLUE, TEAL, TERRACOTTA, BRICK, "#48526b", OCHRE, "#2f5d6b"]


def colour(value, alpha=255):
    return (*ImageColor.getrgb(value)[:3], alpha)


def mixed(one, other, part):
    """The colour that lies `part` (0 to 1) of the way from one to the other."""
    pairs = zip(ImageColor.getrgb(one), ImageColor.getrgb(other), strict=True)
    return "#{:02x}{:02x}{:02x}".format(*(round(a + (b - a) * part) for a, b in pairs))


def curve(points, closed=False, steps=14):
    """A smooth line through the points (Catmull-Rom)."""
    ends = [points[-1], *points, points[0], points[1]]
    if not closed:
        ends = [points[0], *points, points[-1]]
    line = []
    for p0, p1, p2, p3 in zip(ends, ends[1:], ends[2:], ends[3:], strict=False):
        for step in range(steps):
            t = step / steps
            line.append(
                tuple(
                    0.5
                    * (
                        2 * b
                        + (c - a) * t
                        + (2 * a - 5 * b + 4 * c - d) * t * t
                        + (3 * b - a - 3 * c + d) * t**3
                    )
                    for a, b, c, d in zip(p0, p1, p2, p3, strict=True)
                )
            )
    return line if closed else [*line, points[-1]]


class Canvas:
    """Coordinates and widths are pixels of the final picture."""

    def __init__(self, width, height, top, bottom, seed=1):
        self.width, self.height = width, height
        self.image = Image.new("RGB", (width * SCALE, height * SCALE))
        self.pen = ImageDraw.Draw(self.image, "RGBA")
        self.random = random.Random(seed)  # noqa: S311 - the same picture each time
        self.gradient((0, 0, width, height), top, bottom)

    def gradient(self, box, top, bottom, shape=None, sideways=False):
        """Fill a box, or a polygon inside it, from one colour to the other."""
        left, upper, right, lower = (round(value * SCALE) for value in box)
        size = (right - left, lower - upper)
        ramp = Image.linear_gradient("L")
        ramp = (ramp.rotate(90) if sideways else ramp).resize(size, Image.Resampling.BICUBIC)
        fill = Image.composite(Image.new("RGB", size, bottom), Image.new("RGB", size, top), ramp)
        mask = None
        if shape:
            mask = Image.new("L", size)
            moved = [(x * SCALE - left, y * SCALE - upper) for x, y in shape]
            ImageDraw.Draw(mask).polygon(moved, fill=255)
        self.image.paste(fill, (left, upper), mask)

    def soft(self, box, fill, alpha=90, blur=20):
        """A blurred ellipse: a shadow under a thing, or a light around it."""
        quarter = (self.width // 2, self.height // 2)
        mask = Image.new("L", quarter)
        ImageDraw.Draw(mask).ellipse([value / 2 for value in box], fill=alpha)
        mask = mask.filter(ImageFilter.GaussianBlur(blur / 2)).resize(self.image.size)
        self.image.paste(Image.new("RGB", self.image.size, fill), (0, 0), mask)

    def polygon(self, points, fill, alpha=255):
        self.pen.polygon([(x * SCALE, y * SCALE) for x, y in points], fill=colour(fill, alpha))

    def blob(self, points, fill, alpha=255):
        self.polygon(curve(points, closed=True), fill, alpha)

    def box(self, left, top, right, bottom, fill, alpha=255, radius=0):
        corners = [left * SCALE, top * SCALE, right * SCALE, bottom * SCALE]
        self.pen.rounded_rectangle(corners, radius * SCALE, fill=colour(fill, alpha))

    def oval(self, x, y, rx, ry, fill, alpha=255):
        corners = [(x - rx) * SCALE, (y - ry) * SCALE, (x + rx) * SCALE, (y + ry) * SCALE]
        self.pen.ellipse(corners, fill=colour(fill, alpha))

    def disc(self, x, y, radius, fill, alpha=255):
        self.oval(x, y, radius, radius, fill, alpha)

    def ring(self, x, y, radius, width, fill, alpha=255):
        corners = [(x - radius) * SCALE, (y - radius) * SCALE]
        corners += [(x + radius) * SCALE, (y + radius) * SCALE]
        self.pen.ellipse(corners, outline=colour(fill, alpha), width=round(width * SCALE))

    def stroke(self, points, width, fill, alpha=255):
        line = [(x * SCALE, y * SCALE) for x, y in points]
        # Parts of the line overlap, which shows unless the whole is laid on at once.
        mask = Image.new("L", self.image.size) if alpha < 255 else None
        pen, ink = (ImageDraw.Draw(mask), alpha) if mask else (self.pen, colour(fill))
        r = width * SCALE / 2
        for (x0, y0), (x1, y1) in pairwise(line):
            # Pillow's own thick lines have notched joints.
            long = math.hypot(x1 - x0, y1 - y0) or 1
            dx, dy = (y1 - y0) / long * r, (x0 - x1) / long * r
            quad = [(x0 + dx, y0 + dy), (x1 + dx, y1 + dy), (x1 - dx, y1 - dy), (x0 - dx, y0 - dy)]
            pen.polygon(quad, fill=ink)
        for x, y in line:
            pen.ellipse([x - r, y - r, x + r, y + r], fill=ink)
        if mask:
            self.image.paste(ImageColor.getrgb(fill), (0, 0), mask)

    def arch(self, left, top, right, bottom, fill, alpha=255):
        """A round-headed opening."""
        radius = (right - left) / 2
        points = [(left, bottom)]
        for step in range(41):
            angle = math.pi * step / 40
            points.append(
                (left + radius - radius * math.cos(angle), top + radius * (1 - math.sin(angle)))
            )
        self.polygon([*points, (right, bottom)], fill, alpha)

    def sun(self, x, y, radius, fill=GOLD, rays=24):
        for number in range(rays):
            angle = 2 * math.pi * number / rays
            points = []
            for turn, reach in ((-0.055, 1.22), (0, 1.72), (0.055, 1.22)):
                points.append(
                    (
                        x + radius * reach * math.cos(angle + turn),
                        y + radius * reach * math.sin(angle + turn),
                    )
                )
            self.polygon(points, fill)
        self.disc(x, y, radius, fill)

    def horns(self, x, y, size, fill, turn=0.0, width=0.13, alpha=255):
        """Koshkar muiz, the ram's horn of Kazakh ornament; `turn` is in degrees."""
        cosine, sine = math.cos(math.radians(turn)), math.sin(math.radians(turn))

        def placed(points, side=1):
            return [
                (
                    x + size * (side * a * cosine - b * sine),
                    y + size * (side * a * sine + b * cosine),
                )
                for a, b in points
            ]

        horn = [(0, 0.62), (0.03, 0.1), (0.2, -0.34), (0.56, -0.5), (0.9, -0.24), (0.88, 0.16)]
        horn += [(0.6, 0.33), (0.38, 0.12), (0.54, -0.09)]
        for side in (1, -1):
            self.stroke(placed(curve(horn), side), size * width, fill, alpha)
        self.polygon(placed([(0, -0.78), (0.13, -0.58), (0, -0.38), (-0.13, -0.58)]), fill, alpha)
        self.polygon(placed([(-0.24, 0.72), (0, 0.5), (0.24, 0.72)]), fill, alpha)

    def frieze(self, left, right, y, size, fill, alpha=255):
        """A band of horns, every other one upside down."""
        count = max(1, round((right - left) / (size * 1.95)))
        step = (right - left) / count
        for number in range(count):
            turn = 180 * (number % 2)
            self.horns(left + step * (number + 0.5), y, size, fill, turn, alpha=alpha)

    def rosette(self, x, y, radius, fill, petals=8, alpha=255):
        """A round ornament of horns that look outwards."""
        size = radius * min(0.27, 0.68 * math.sin(math.pi / petals))
        for number in range(petals):
            angle = 360 * number / petals
            away = math.radians(angle - 90)
            self.horns(
                x + radius * 0.66 * math.cos(away),
                y + radius * 0.66 * math.sin(away),
                size,
                fill,
                angle,
                alpha=alpha,
            )
        self.ring(x, y, radius, radius * 0.025, fill, alpha)
        self.ring(x, y, radius * 0.42, radius * 0.02, fill, alpha)
        self.sun(x, y, radius * 0.17, fill, 16)

    def flag(self, x, top, bottom, width=90):
        """A draped sky-blue flag on a pole."""
        self.stroke([(x, top - 34), (x, bottom)], 7, OCHRE)
        self.disc(x, top - 40, 10, GOLD)
        end = bottom - 60
        cloth = [(x, top), (x + width * 0.5, top + 26), (x + width, top + 120)]
        cloth += [(x + width * 0.82, (top + end) / 2), (x + width * 0.95, end), (x + 6, end - 24)]
        outline = curve(cloth) + [(x, top)]
        self.gradient((x - 6, top - 4, x + width + 12, end + 8), SKY, TEAL, outline)
        for part in (0.3, 0.56, 0.78):
            fold = [(x + width * part * 0.7, top + 60), (x + width * part, (top + end) / 2)]
            self.stroke(curve([*fold, (x + width * part * 0.95, end - 16)]), 6, NAVY, 45)
        self.sun(x + width * 0.45, top + (end - top) * 0.36, width * 0.15, rays=16)

    def back(self, x, y, size, hair, cloth, long=False):
        """A head and shoulders seen from behind; `y` is the middle of the head."""
        shoulders = [(x - size * 1.75, y + size * 7), (x - size * 1.6, y + size * 2.1)]
        shoulders += [(x - size * 0.5, y + size * 1.25), (x + size * 0.5, y + size * 1.25)]
        shoulders += [(x + size * 1.6, y + size * 2.1), (x + size * 1.75, y + size * 7)]
        self.box(x - size * 0.38, y, x + size * 0.38, y + size * 1.7, mixed(SKIN[1], NAVY, 0.25))
        self.polygon(curve(shoulders), cloth)
        self.oval(x - size * 0.86, y + size * 0.15, size * 0.16, size * 0.26, SKIN[1])
        self.oval(x + size * 0.86, y + size * 0.15, size * 0.16, size * 0.26, SKIN[1])
        self.oval(x, y, size * 0.86, size * 1.04, hair)
        if long:
            self.box(x - size * 0.86, y, x + size * 0.86, y + size * 1.7, hair, radius=size * 0.5)

    def standing(self, x, ground, tall, cloth, hair, skirt=False, trousers=NAVY, bag=None):
        """A visitor seen from behind."""
        unit = tall / 8
        self.soft((x - unit * 1.5, ground - 8, x + unit * 1.5, ground + 12), NAVY, 90, 8)
        for side in (-1, 1):
            leg = x + side * unit * 0.42
            fill = SKIN[1] if skirt else trousers
            half = unit * (0.2 if skirt else 0.36)
            self.box(leg - half, ground - unit * 4, leg + half, ground - 4, fill, radius=6)
            self.oval(leg + side * 3, ground - 4, unit * 0.42, unit * 0.18, BROWN)
        if skirt:
            hem = [(x - unit * 0.7, ground - unit * 4.4), (x + unit * 0.7, ground - unit * 4.4)]
            hem += [(x + unit * 1.15, ground - unit * 1.7), (x - unit * 1.15, ground - unit * 1.7)]
            self.polygon(hem, mixed(cloth, NAVY, 0.3))
        for side in (-1, 1):
            arm = [(x + side * unit * 0.95, ground - unit * 6)]
            arm += [(x + side * unit * 1.25, ground - unit * 4.9)]
            arm += [(x + side * unit * 1.08, ground - unit * 3.7)]
            self.stroke(curve(arm), unit * 0.5, mixed(cloth, NAVY, 0.18))
        torso = [(x - unit * 1.15, ground - unit * 6.2), (x, ground - unit * 6.6)]
        torso += [(x + unit * 1.15, ground - unit * 6.2), (x + unit * 0.85, ground - unit * 3.7)]
        torso += [(x - unit * 0.85, ground - unit * 3.7)]
        self.box(x - unit * 0.26, ground - unit * 7, x + unit * 0.26, ground - unit * 6.2, SKIN[0])
        self.blob(torso, cloth)
        self.oval(x, ground - unit * 7.3, unit * 0.58, unit * 0.7, hair)
        if skirt:
            self.box(
                x - unit * 0.56,
                ground - unit * 7.3,
                x + unit * 0.56,
                ground - unit * 5.9,
                hair,
                radius=unit * 0.4,
            )
        if bag:
            strap = [(x - unit * 0.7, ground - unit * 6.3), (x + unit, ground - unit * 4)]
            self.stroke(strap, 5, bag)
            self.box(
                x + unit * 0.6,
                ground - unit * 4.3,
                x + unit * 1.6,
                ground - unit * 3.1,
                bag,
                radius=8,
            )

    def jpeg(self):
        """The picture at its final size, with a light grain, as small as it needs to be."""
        size = (self.width, self.height)
        image = self.image.resize(size, Image.Resampling.BOX)
        half = (self.width // 2, self.height // 2)
        noise = Image.frombytes("L", half, self.random.randbytes(half[0] * half[1]))
        noise = noise.resize(size, Image.Resampling.BICUBIC).point(lambda v: 125 + v // 48)
        grain = Image.merge("RGB", [noise] * 3)
        image = ImageChops.add(image, grain, offset=-128)
        for quality in range(90, 40, -2):
            out = BytesIO()
            image.save(out, "JPEG", quality=quality, optimize=True, progressive=True)
            if out.tell() <= self.width * self.height * BYTES_A_PIXEL:
                break
        return out.getvalue()
