# Haven for the profile `outside`: it connects to services that run elsewhere, see
# docker-compose.yml. Build: docker build -t haven .

FROM node:20-bookworm-slim AS node

FROM maven:3-eclipse-temurin-25 AS build
# the browser's part is built by Maven through npm
COPY --from=node /usr/local/bin/node /usr/local/bin/node
COPY --from=node /usr/local/lib/node_modules /usr/local/lib/node_modules
RUN ln -s ../lib/node_modules/npm/bin/npm-cli.js /usr/local/bin/npm \
 && ln -s ../lib/node_modules/npm/bin/npx-cli.js /usr/local/bin/npx
WORKDIR /build
COPY . .
# tests have run before anybody builds an image; they need servers that are not here
RUN --mount=type=cache,target=/cache/maven --mount=type=cache,target=/cache/npm \
    npm_config_cache=/cache/npm mvn -B -Dmaven.repo.local=/cache/maven package -DskipTests -Dformat.check.phase=none \
 && java -Djarmode=tools -jar target/haven-*.jar extract --layers --destination target/layers \
 && mv target/layers/application/haven-*.jar target/layers/application/haven.jar

FROM eclipse-temurin:25-jre
RUN groupadd --system haven && useradd --system --gid haven --home-dir /haven --shell /usr/sbin/nologin haven \
 # where signed checkpoints of the audit trail are lodged (mount something that is copied away), and
 # what a training keeps
 && mkdir /checkpoints /training && chown haven:haven /checkpoints /training
WORKDIR /haven
COPY --from=build /build/target/layers/dependencies/ ./
COPY --from=build /build/target/layers/spring-boot-loader/ ./
COPY --from=build /build/target/layers/snapshot-dependencies/ ./
COPY --from=build /build/target/layers/application/ ./
USER haven
ENV SPRING_PROFILES_ACTIVE=outside TZ=Europe/London
EXPOSE 8080
ENTRYPOINT ["java", "-XX:MaxRAMPercentage=60", "-XX:+ExitOnOutOfMemoryError", "-Duser.timezone=Europe/London", "--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow", "-jar", "haven.jar"]
