/** The forms of the risk assessment. */
@NullMarked
package org.haven.assessrisk.web;

import org.jspecify.annotations.NullMarked;
