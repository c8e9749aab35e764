package org.haven.casefile;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * What the rooms of the case record share and nobody else may use: it asks for no right and audits
 * nothing. Java has no word for that, so {@code HouseRulesTest} holds others to it.
 */
@Retention(RetentionPolicy.CLASS)
@Target({ElementType.TYPE, ElementType.METHOD, ElementType.FIELD})
public @interface CasefileOnly {}
