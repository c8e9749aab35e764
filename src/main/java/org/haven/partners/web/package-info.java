/** Where agencies' machines answer, by a signature instead of a sign-in. */
@NullMarked
package org.haven.partners.web;

import org.jspecify.annotations.NullMarked;
