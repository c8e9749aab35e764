/** The pages and forms of letters: read, checked, corrected. */
@NullMarked
package org.haven.letters.web;

import org.jspecify.annotations.NullMarked;
