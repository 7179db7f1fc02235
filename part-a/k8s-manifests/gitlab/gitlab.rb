# Evaluated before /etc/gitlab/gitlab.rb (GITLAB_OMNIBUS_CONFIG). Keys: files/gitlab-config-template/gitlab.rb.template
# of https://gitlab.com/gitlab-org/omnibus-gitlab.

# One name for Pods and nodes. Pods resolve it with the cluster's DNS, nodes with the line that node-registry adds to
# their /etc/hosts. Both must reach both URLs: whoever pulls an image is sent to external_url for a token.
external_url 'http://gitlab.gitlab.svc.cluster.local'
# This line enables the registry. Not port 5000, on which the registry itself listens, behind nginx.
registry_external_url 'http://gitlab.gitlab.svc.cluster.local:5050'

# Used once, for an empty database; a file, so that it appears in no environment and no process list.
gitlab_rails['initial_root_password'] = File.read('/run/secrets/gitlab/root-password').strip
# GitLab does not resend failed webhooks. 10 s is its default, which the service's own limits are made for.
gitlab_rails['webhook_timeout'] = 10

# One process for web requests instead of several, and few threads for background work: each saves some 300 MB
# (https://docs.gitlab.com/omnibus/settings/memory_constrained_envs/).
puma['worker_processes'] = 0
sidekiq['concurrency'] = 5

# GitLab's own monitoring is off: the cluster has its own Prometheus.
prometheus_monitoring['enable'] = false
alertmanager['enable'] = false
gitlab_exporter['enable'] = false
node_exporter['enable'] = false
postgres_exporter['enable'] = false
redis_exporter['enable'] = false
puma['exporter_enabled'] = false
sidekiq['metrics_enabled'] = false

# Deploys use the runner's ServiceAccount, so nothing needs the agent's server.
gitlab_kas['enable'] = false
letsencrypt['enable'] = false

# The lab's bootstrap sets through the API what is in the database and so has no key here:
# - allow_local_requests_from_web_hooks_and_services: by default GitLab rejects hooks to addresses of the cluster
#   (https://docs.gitlab.com/security/webhooks/);
# - push_event_hooks_limit: by default a push of more than 3 branches and tags sends no webhook at all.
