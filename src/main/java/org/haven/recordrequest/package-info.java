/**
 * J18, record request: what we hold about somebody, given to them within the law's time and without
 * harm to anybody, and breaches of personal data. Source: policy 12.1 to 12.3; UK GDPR art. 12, 15,
 * 33, 34.
 */
@NullMarked
package org.haven.recordrequest;

import org.jspecify.annotations.NullMarked;
