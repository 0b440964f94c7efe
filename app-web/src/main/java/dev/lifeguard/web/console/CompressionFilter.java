package dev.lifeguard.web.console;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.annotation.WebFilter;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Enumeration;
import java.util.regex.Pattern;

/**
 * Sends what the console is made of compressed, which is a third of it: the servers do so only if they are configured to. Nothing else goes
 * through here, above all no answer with anything secret in it, whose length would tell of it.
 */
@WebFilter(urlPatterns = {"/console/*", "/uplot/*"})
public class CompressionFilter extends HttpFilter {

    private static final long serialVersionUID = 1L;

    private static final Pattern GZIP = Pattern.compile("(^|,)\\s*gzip\\s*(,|$|;(?!\\s*q=0(\\.0*)?\\s*(,|$)))");

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        response.addHeader("Vary", "Accept-Encoding");
        if (!isWelcome(request.getHeaders("Accept-Encoding"))) {
            chain.doFilter(request, response);
            return;
        }
        CompressedResponse compressed = new CompressedResponse(response);
        chain.doFilter(request, compressed);
        compressed.finish();
    }

    static boolean isWelcome(Enumeration<String> encodings) {
        while (encodings.hasMoreElements()) {
            if (GZIP.matcher(encodings.nextElement()).find()) {
                return true;
            }
        }
        return false;
    }
}
