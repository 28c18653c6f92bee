package io.revisit.attachment.content;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.AffineTransform;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Iterator;
import javax.imageio.ImageIO;
import javax.imageio.ImageReadParam;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.ImageOutputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;
import javax.imageio.stream.MemoryCacheImageOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * Scales one picture down. How many pixels it has is read from its head before anything is unpacked, and lines and columns
 * that would be thrown away are not even read, so a small file cannot take much memory.
 */
final class Thumbnail {
    static final int LARGEST_SIDE = 320;

    /** What the cameras of phones take; a progressive JPEG of this size needs about 150 MB while it is read. */
    private static final long MOST_PIXELS = 51_000_000;

    private Thumbnail() {}

    /** A JPEG; null when the picture is damaged, of a kind that cannot be read, or too large. */
    static byte @Nullable [] of(byte[] picture) {
        try {
            BufferedImage read = read(picture);
            return read == null ? null : jpeg(scaled(read, Orientation.of(picture)));
        } catch (IOException | RuntimeException damaged) {
            // The readers of the platform answer damaged files with almost any exception.
            return null;
        }
    }

    private static @Nullable BufferedImage read(byte[] picture) throws IOException {
        try (ImageInputStream input = new MemoryCacheImageInputStream(new ByteArrayInputStream(picture))) {
            Iterator<ImageReader> readers = ImageIO.getImageReaders(input);
            if (!readers.hasNext()) {
                return null;
            }
            ImageReader reader = readers.next();
            try {
                reader.setInput(input, true, true);
                int width = reader.getWidth(0);
                int height = reader.getHeight(0);
                if ((long) width * height > MOST_PIXELS) {
                    return null;
                }
                ImageReadParam parameters = reader.getDefaultReadParam();
                int step = Math.max(1, Math.max(width, height) / (2 * LARGEST_SIDE));
                parameters.setSourceSubsampling(step, step, 0, 0);
                return reader.read(0, parameters);
            } finally {
                reader.dispose();
            }
        }
    }

    private static BufferedImage scaled(BufferedImage read, Orientation orientation) {
        double scale = Math.min(1.0, (double) LARGEST_SIDE / Math.max(read.getWidth(), read.getHeight()));
        int width = Math.max(1, (int) Math.round(read.getWidth() * scale));
        int height = Math.max(1, (int) Math.round(read.getHeight() * scale));
        BufferedImage target = new BufferedImage(
                orientation.swapsSides() ? height : width,
                orientation.swapsSides() ? width : height,
                BufferedImage.TYPE_INT_RGB);
        AffineTransform transform = orientation.transform(width, height);
        transform.scale((double) width / read.getWidth(), (double) height / read.getHeight());
        Graphics2D graphics = target.createGraphics();
        try {
            // What is transparent would else be black.
            graphics.setColor(Color.WHITE);
            graphics.fillRect(0, 0, target.getWidth(), target.getHeight());
            graphics.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
            graphics.drawImage(read, transform, null);
        } finally {
            graphics.dispose();
        }
        return target;
    }

    private static byte[] jpeg(BufferedImage picture) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ImageOutputStream output = new MemoryCacheImageOutputStream(bytes)) {
            ImageIO.write(picture, "jpeg", output);
        }
        return bytes.toByteArray();
    }
}
