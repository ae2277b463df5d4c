package io.github.singletonsnap.benchmark;

import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.util.concurrent.atomic.AtomicReference;

import org.aopalliance.intercept.MethodInterceptor;
import org.aopalliance.intercept.MethodInvocation;

import org.springframework.aop.Advisor;
import org.springframework.aop.support.DefaultPointcutAdvisor;
import org.springframework.aop.support.annotation.AnnotationMatchingPointcut;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.boot.Banner;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Role;

/**
 * An application that does nothing but start: {@code StartedUnit DIR empty|smallest}.
 * Runs with this library on the class path and without.
 */
public final class StartedUnit {

	private StartedUnit() {
	}

	public static void main(String[] args) {
		Class<?> application = args[1].equals("smallest") ? Smallest.class : Empty.class;
		new SpringApplicationBuilder(application).web(WebApplicationType.NONE)
			.bannerMode(Banner.Mode.OFF)
			.logStartupInfo(false)
			.run("--singleton-snap.lock-dir=" + args[0], "--singleton-snap.unit-name=benchmark/0");
		System.out.println("ready");
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Empty {

	}

	/**
	 * What no starter with properties and an advisor can do without.
	 */
	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@EnableConfigurationProperties(Properties.class)
	static class Smallest {

		@Bean
		AtomicReference<String> unit(Properties properties) {
			return new AtomicReference<>(properties.getUnitName());
		}

		@Bean
		@Role(BeanDefinition.ROLE_INFRASTRUCTURE)
		static Advisor advisor() {
			return new DefaultPointcutAdvisor(AnnotationMatchingPointcut.forMethodAnnotation(Marked.class),
					(MethodInterceptor) MethodInvocation::proceed);
		}

	}

	@ConfigurationProperties("singleton-snap")
	static class Properties {

		private String unitName = "";

		String getUnitName() {
			return this.unitName;
		}

		void setUnitName(String unitName) {
			this.unitName = unitName;
		}

	}

	@Retention(RetentionPolicy.RUNTIME)
	@interface Marked {

	}

}
