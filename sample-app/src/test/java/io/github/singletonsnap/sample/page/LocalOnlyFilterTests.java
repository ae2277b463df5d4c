package io.github.singletonsnap.sample.page;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.mock.web.MockFilterChain;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link LocalOnlyFilter}.
 */
class LocalOnlyFilterTests {

	private final MockFilterChain chain = new MockFilterChain();

	private final MockHttpServletResponse response = new MockHttpServletResponse();

	@ParameterizedTest
	@ValueSource(strings = { "localhost:8080", "127.0.0.1:8080", "[::1]:8080", "localhost" })
	void thisMachineGoesOn(String host) throws Exception {
		assertThat(isLetThrough(host, null)).isTrue();
	}

	@ParameterizedTest
	@ValueSource(
			strings = { "evil.example:8080", "localhost.evil.example", "evil.example", "127.0.0.1.evil.example:8080" })
	void nameThatOnlyLeadsToThisMachineIsRefused(String host) throws Exception {
		assertThat(isLetThrough(host, null)).isFalse();
		assertThat(this.response.getStatus()).isEqualTo(403);
	}

	@Test
	void requestWithoutHostIsRefused() throws Exception {
		assertThat(isLetThrough(null, null)).isFalse();
	}

	@Test
	void ownPageGoesOn() throws Exception {
		assertThat(isLetThrough("localhost:8080", "http://localhost:8080")).isTrue();
	}

	@ParameterizedTest
	@ValueSource(strings = { "http://evil.example", "http://localhost:9090", "https://localhost:8080", "null" })
	void pageOfAnotherSiteIsRefused(String origin) throws Exception {
		assertThat(isLetThrough("localhost:8080", origin)).isFalse();
	}

	@Test
	void pageMayLoadNothingFromElsewhere() throws Exception {
		isLetThrough("localhost:8080", null);
		assertThat(this.response.getHeader("Content-Security-Policy"))
			.startsWith("default-src 'none'; script-src 'self'; ")
			.doesNotContain("unsafe", "http", "*");
	}

	private boolean isLetThrough(@Nullable String host, @Nullable String origin) throws Exception {
		MockHttpServletRequest request = new MockHttpServletRequest("POST", "/fleet/add");
		if (host != null) {
			request.addHeader("Host", host);
		}
		if (origin != null) {
			request.addHeader("Origin", origin);
		}
		new LocalOnlyFilter().doFilter(request, this.response, this.chain);
		return this.chain.getRequest() != null;
	}

}
