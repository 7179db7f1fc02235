# Evaluated before /etc/gitlab/gitlab.rb (GITLAB_OMNIBUS_CONFIG). Keys: files/gitlab-config-template/gitlab.rb.template
# of https://gitlab.com/gitlab-org/omnibus-gitlab.

# One name for Pods and nodes. Pods find it by the cluster's DNS, nodes by the line that node-registry writes into their
# /etc/hosts. Both names must be reachable by both: who pulls an image is sent to external_url for a token.
external_url 'http://gitlab.gitlab.svc.cluster.local'
# This line is what switches the registry on. Not port 5000: there the registry itself listens, behind nginx.
registry_external_url 'http://gitlab.gitlab.svc.cluster.local:5050'

# Used once, for an empty database; a file, so that it stands in no environment and no process list.
gitlab_rails['initial_root_password'] = File.read('/run/secrets/gitlab/root-password').strip
# A failed webhook is not sent again by GitLab; 10 s is its default, and what the service's own limits are made for.
gitlab_rails['webhook_timeout'] = 10

# One process for web requests instead of a cluster of them, and few threads for background work: each saves some 300 MB
# (https://docs.gitlab.com/omnibus/settings/memory_constrained_envs/).
puma['worker_processes'] = 0
sidekiq['concurrency'] = 5

# GitLab's own monitoring: the cluster has a Prometheus, and nobody reads this one.
prometheus_monitoring['enable'] = false
alertmanager['enable'] = false
gitlab_exporter['enable'] = false
node_exporter['enable'] = false
postgres_exporter['enable'] = false
redis_exporter['enable'] = false
puma['exporter_enabled'] = false
sidekiq['metrics_enabled'] = false

# Deploys go through the runner's ServiceAccount, so the agent's server has no user.
gitlab_kas['enable'] = false
letsencrypt['enable'] = false

# What has no key here is set through the API by the lab's bootstrap, because it lives in the database:
# - allow_local_requests_from_web_hooks_and_services: by default a hook to an address of the cluster is refused
#   (https://docs.gitlab.com/security/webhooks/);
# - push_event_hooks_limit: by default a push of more than 3 branches and tags sends no webhook at all.
