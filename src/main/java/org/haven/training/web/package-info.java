/** The page on which the clock for training is moved. */
@NullMarked
package org.haven.training.web;

import org.jspecify.annotations.NullMarked;
