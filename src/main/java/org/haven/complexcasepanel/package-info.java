/**
 * J4, complex case panel: when it sits, what is listed for it, when its plan is looked at again.
 * Source: policy 7.4.1; strategy.
 */
@NullMarked
package org.haven.complexcasepanel;

import org.jspecify.annotations.NullMarked;
