package io.github.singletonsnap.sample.page;

import java.io.IOException;
import java.util.Set;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;

import org.springframework.context.annotation.Profile;
import org.springframework.http.HttpHeaders;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Keeps other web sites out, which a browser on this machine may have open: they could
 * reach a port of this machine by a form, or by a name of their own that leads here.
 */
@Component
@Profile(PageEvents.PROFILE)
class LocalOnlyFilter extends OncePerRequestFilter {

	private static final Set<String> LOCAL = Set.of("localhost", "127.0.0.1", "[::1]");

	private static final String POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
			+ "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

	@Override
	protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
			throws ServletException, IOException {
		String host = request.getHeader(HttpHeaders.HOST);
		if (!isLocal(host) || !isOwn(request.getHeader(HttpHeaders.ORIGIN), host)) {
			response.sendError(HttpServletResponse.SC_FORBIDDEN, "only for pages of this program, as localhost");
			return;
		}
		response.setHeader("Content-Security-Policy", POLICY);
		response.setHeader("X-Content-Type-Options", "nosniff");
		response.setHeader("Referrer-Policy", "no-referrer");
		response.setHeader("Cross-Origin-Resource-Policy", "same-origin");
		response.setHeader(HttpHeaders.CACHE_CONTROL, "no-cache");
		chain.doFilter(request, response);
	}

	private static boolean isLocal(@Nullable String host) {
		return host != null && LOCAL.contains(host.replaceFirst(":\\d+$", ""));
	}

	// Programs such as curl send none
	private static boolean isOwn(@Nullable String origin, @Nullable String host) {
		return origin == null || origin.equals("http://" + host);
	}

}
