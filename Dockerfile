# One image for watcher, worker and Flower: docker-compose.yml says which is which.
# Behind a package index of your own: docker build --build-arg PIP_INDEX_URL=...

FROM python:3.13-slim-bookworm AS build
ARG PIP_INDEX_URL
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1
WORKDIR /src
COPY requirements/ requirements/
RUN python -m venv /opt/copydesk \
 && /opt/copydesk/bin/pip install --require-hashes --only-binary :all: --requirement requirements/run.txt \
 && python -m venv /opt/build \
 && /opt/build/bin/pip install --require-hashes --only-binary :all: --requirement requirements/build.txt
COPY pyproject.toml README.md ./
COPY pipeline/ pipeline/
COPY workers/ workers/
COPY share/ share/
RUN /opt/build/bin/pip wheel --no-build-isolation --no-deps --wheel-dir /tmp/wheel . \
 && /opt/copydesk/bin/pip install --no-deps /tmp/wheel/*.whl \
 && /opt/copydesk/bin/copydesk --help > /dev/null

FROM python:3.13-slim-bookworm
RUN groupadd --gid 10001 copydesk \
 && useradd --uid 10001 --gid copydesk --no-create-home --home-dir /desk --shell /usr/sbin/nologin copydesk \
 && install --directory --owner copydesk --group copydesk /desk \
 && install --directory --mode 1777 /var/lib/flower
COPY --from=build /opt/copydesk /opt/copydesk
# REMAP_SIGTERM: Celery's warm shutdown can hang under load. SIGQUIT puts back what runs, which is harmless here:
# every effect is idempotent.
ENV PATH=/opt/copydesk/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    REMAP_SIGTERM=SIGQUIT \
    COPYDESK_DESK=/desk
USER copydesk
WORKDIR /desk
VOLUME /desk
STOPSIGNAL SIGTERM
ENTRYPOINT ["copydesk"]
CMD ["--help"]
