package io.github.singletonsnap.support;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.annotation.Configuration;

/**
 * An application that takes its platform for Windows.
 */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
public class WindowsApplication {

	public static void main(String[] args) {
		// Not on the command line: the JDK itself would look for its Windows parts
		System.setProperty("os.name", "Windows 11");
		new SpringApplicationBuilder(WindowsApplication.class).web(WebApplicationType.NONE).run(args);
	}

}
