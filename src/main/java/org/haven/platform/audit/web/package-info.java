/** The auditor's page: the trail without content, and whether it holds. */
@NullMarked
package org.haven.platform.audit.web;

import org.jspecify.annotations.NullMarked;
