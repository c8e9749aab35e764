/** The rules of the forms of a complaint, and the pages on which one is taken. */
@NullMarked
package org.haven.complaint.web;

import org.jspecify.annotations.NullMarked;
