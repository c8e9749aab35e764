/** The rules of the forms of a homelessness application, and asking for a review. */
@NullMarked
package org.haven.homelessnessapplication.web;

import org.jspecify.annotations.NullMarked;
