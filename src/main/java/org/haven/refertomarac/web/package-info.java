/** The forms of the MARAC referral, and the page on which minutes are opened. */
@NullMarked
package org.haven.refertomarac.web;

import org.jspecify.annotations.NullMarked;
