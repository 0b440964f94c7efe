package dev.lifeguard.web.console;

import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.zip.GZIPOutputStream;

/** Compresses what is written. Nothing is different about an answer without a body. */
final class CompressedResponse extends HttpServletResponseWrapper {

    private static final String LENGTH = "Content-Length";

    private GZIPOutputStream zip;
    private ServletOutputStream stream;
    private PrintWriter writer;

    CompressedResponse(HttpServletResponse response) {
        super(response);
    }

    /** To be called when nothing more is to be written. */
    void finish() throws IOException {
        if (writer != null) {
            writer.flush();
        }
        if (zip != null) {
            zip.finish();
        }
    }

    @Override
    public ServletOutputStream getOutputStream() throws IOException {
        if (stream == null) {
            // Only now: an error of the server's own is written past this.
            setHeader("Content-Encoding", "gzip");
            ServletOutputStream out = super.getOutputStream();
            zip = new GZIPOutputStream(out, true);
            stream = new Compressing(zip, out);
        }
        return stream;
    }

    @Override
    public PrintWriter getWriter() throws IOException {
        if (writer == null) {
            writer = new PrintWriter(new OutputStreamWriter(getOutputStream(), StandardCharsets.UTF_8));
        }
        return writer;
    }

    /** It is the length of what is not compressed. */
    @Override
    public void setContentLength(int length) {}

    @Override
    public void setContentLengthLong(long length) {}

    @Override
    public void setHeader(String name, String value) {
        if (!LENGTH.equalsIgnoreCase(name)) {
            super.setHeader(name, value);
        }
    }

    @Override
    public void addHeader(String name, String value) {
        if (!LENGTH.equalsIgnoreCase(name)) {
            super.addHeader(name, value);
        }
    }

    @Override
    public void setIntHeader(String name, int value) {
        if (!LENGTH.equalsIgnoreCase(name)) {
            super.setIntHeader(name, value);
        }
    }

    private static final class Compressing extends ServletOutputStream {

        private final GZIPOutputStream zip;
        private final ServletOutputStream out;

        Compressing(GZIPOutputStream zip, ServletOutputStream out) {
            this.zip = zip;
            this.out = out;
        }

        @Override
        public void write(int octet) throws IOException {
            zip.write(octet);
        }

        @Override
        public void write(byte[] octets, int from, int length) throws IOException {
            zip.write(octets, from, length);
        }

        @Override
        public void flush() throws IOException {
            zip.flush();
        }

        @Override
        public void close() throws IOException {
            zip.close();
        }

        @Override
        public boolean isReady() {
            return out.isReady();
        }

        @Override
        public void setWriteListener(WriteListener listener) {
            out.setWriteListener(listener);
        }
    }
}
