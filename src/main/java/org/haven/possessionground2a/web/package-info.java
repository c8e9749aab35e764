/** The forms of possession under Ground 2A. */
@NullMarked
package org.haven.possessionground2a.web;

import org.jspecify.annotations.NullMarked;
