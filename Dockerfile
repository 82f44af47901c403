# The bot, without the playground. Its data is in the volume /data; settings come from the environment.
FROM python:3.13-slim AS build
WORKDIR /build
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1
RUN python -m venv /opt/loose-ends
COPY requirements-server.lock ./
RUN /opt/loose-ends/bin/pip install --require-hashes -r requirements-server.lock
COPY pyproject.toml README.md LICENSE ./
COPY bot bot
COPY cogs cogs
COPY data/samples data/samples
RUN /opt/loose-ends/bin/pip install --no-deps .

FROM python:3.13-slim
COPY --from=build /opt/loose-ends /opt/loose-ends
RUN useradd --system --uid 10001 --no-create-home loose-ends && install -d -m 0700 -o 10001 /data
USER 10001
WORKDIR /data
VOLUME /data
ENV PATH=/opt/loose-ends/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    DATABASE_URL=sqlite:////data/loose-ends.sqlite3 \
    HEALTH_ADDRESS=127.0.0.1:8080
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=30s --timeout=5s --start-period=60s \
    CMD ["python", "-c", "import urllib.request as web; web.urlopen('http://127.0.0.1:8080/ready', timeout=4)"]
ENTRYPOINT ["loose-ends"]
CMD ["run"]
