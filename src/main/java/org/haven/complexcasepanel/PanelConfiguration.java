package org.haven.complexcasepanel;

import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Configuration;

@Configuration
@EnableConfigurationProperties(PanelSettings.class)
class PanelConfiguration {}
