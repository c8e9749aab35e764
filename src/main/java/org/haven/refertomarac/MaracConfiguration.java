package org.haven.refertomarac;

import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Configuration;

@Configuration
@EnableConfigurationProperties(MaracSettings.class)
class MaracConfiguration {}
