package io.github.singletonsnap.sample.agent;

import java.nio.file.Path;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * What the agent works on.
 *
 * @param unit this unit's name
 * @param snap the collector's snap
 * @param revision the revision that this unit needs, if it needs a certain one
 * @param configFile the collector's config file, which all units share
 * @param exporter where this unit's telemetry goes
 */
@ConfigurationProperties("sample")
public record CollectorProperties(String unit, String snap, @Nullable Integer revision, Path configFile,
		String exporter) {

}
