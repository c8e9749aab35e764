/**
 * Who may come in: staff by seeded password or OpenID Connect, partner agencies by bearer token,
 * and what every answer carries so that nothing of a case stays behind in a browser.
 */
@NullMarked
package org.haven.platform.security;

import org.jspecify.annotations.NullMarked;
