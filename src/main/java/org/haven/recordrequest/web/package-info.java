/**
 * The rules of the forms of a record request, and the pages on which one, or a breach, is taken.
 */
@NullMarked
package org.haven.recordrequest.web;

import org.jspecify.annotations.NullMarked;
