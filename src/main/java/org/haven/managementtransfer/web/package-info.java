/** Checks of this journey's forms, and the file for the housing system. */
@NullMarked
package org.haven.managementtransfer.web;

import org.jspecify.annotations.NullMarked;
