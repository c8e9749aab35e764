/** The pages of files, notes, support offered and bundles. */
@NullMarked
package org.haven.evidence.web;

import org.jspecify.annotations.NullMarked;
