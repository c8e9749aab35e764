/**
 * The frame of every page, signing in and out, the pages for what is not there and what went wrong.
 */
@NullMarked
package org.haven.platform.web;

import org.jspecify.annotations.NullMarked;
