package org.haven.reportdomesticabuse.web;

import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(PublicReportSettings.class)
class PublicReportConfiguration {}
