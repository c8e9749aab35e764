/** The page on which a request of another area is taken, and checks of this journey's form. */
@NullMarked
package org.haven.reciprocalmove.web;

import org.jspecify.annotations.NullMarked;
