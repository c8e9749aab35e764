/** The forms of the end of a tenancy. */
@NullMarked
package org.haven.endtenancy.web;

import org.jspecify.annotations.NullMarked;
