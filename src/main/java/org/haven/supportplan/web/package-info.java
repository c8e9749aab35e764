/** What the steps of the support plan show beside their forms. */
@NullMarked
package org.haven.supportplan.web;

import org.jspecify.annotations.NullMarked;
