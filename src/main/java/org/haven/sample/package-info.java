/**
 * Fictional sample data, clearly marked, so that the first run on a developer's machine shows a
 * living system. It uses the same services as the pages do and nothing depends on it.
 */
@NullMarked
package org.haven.sample;

import org.jspecify.annotations.NullMarked;
