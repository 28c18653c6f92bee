package io.revisit.attachment.content;

import java.awt.geom.AffineTransform;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** How a camera was held, as the EXIF part of a JPEG tells (tag 0x0112 of EXIF 2.32): 1 is upright, 6 on its right side. */
record Orientation(int value) {
    private static final Orientation UPRIGHT = new Orientation(1);
    private static final int START_OF_IMAGE = 0xffd8;
    private static final int APPLICATION_1 = 0xffe1;
    private static final int START_OF_SCAN = 0xffda;
    private static final int EXIF = 0x45786966;
    private static final int ORIENTATION_TAG = 0x0112;
    private static final int ENTRY_BYTES = 12;

    /** Upright when the picture does not tell. */
    static Orientation of(byte[] picture) {
        try {
            return find(ByteBuffer.wrap(picture));
        } catch (RuntimeException damaged) {
            return UPRIGHT;
        }
    }

    boolean swapsSides() {
        return value >= 5;
    }

    /** Turns a picture of that size, as it was taken, upright. */
    AffineTransform transform(int width, int height) {
        return switch (value) {
            case 2 -> new AffineTransform(-1, 0, 0, 1, width, 0);
            case 3 -> new AffineTransform(-1, 0, 0, -1, width, height);
            case 4 -> new AffineTransform(1, 0, 0, -1, 0, height);
            case 5 -> new AffineTransform(0, 1, 1, 0, 0, 0);
            case 6 -> new AffineTransform(0, 1, -1, 0, height, 0);
            case 7 -> new AffineTransform(0, -1, -1, 0, height, width);
            case 8 -> new AffineTransform(0, -1, 1, 0, 0, width);
            default -> new AffineTransform();
        };
    }

    private static Orientation find(ByteBuffer jpeg) {
        if ((jpeg.getShort() & 0xffff) != START_OF_IMAGE) {
            return UPRIGHT;
        }
        while (jpeg.remaining() > 4) {
            int marker = jpeg.getShort() & 0xffff;
            if (marker == START_OF_SCAN) {
                return UPRIGHT;
            }
            int length = (jpeg.getShort() & 0xffff) - 2;
            if (marker == APPLICATION_1 && length > 14 && jpeg.getInt(jpeg.position()) == EXIF) {
                return read(jpeg.slice(jpeg.position() + 6, length - 6));
            }
            jpeg.position(jpeg.position() + length);
        }
        return UPRIGHT;
    }

    /** A TIFF header, and the first directory that it points to. */
    private static Orientation read(ByteBuffer tiff) {
        tiff.order(tiff.getShort(0) == 0x4949 ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
        int directory = tiff.getInt(4);
        int entries = tiff.getShort(directory) & 0xffff;
        for (int index = 0; index < entries; index++) {
            int entry = directory + 2 + index * ENTRY_BYTES;
            if ((tiff.getShort(entry) & 0xffff) == ORIENTATION_TAG) {
                int value = tiff.getShort(entry + 8);
                return value >= 1 && value <= 8 ? new Orientation(value) : UPRIGHT;
            }
        }
        return UPRIGHT;
    }
}
