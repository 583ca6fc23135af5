{{- define "parley.fullname" -}}
{{- if contains .Chart.Name .Release.Name }}{{ .Release.Name | trunc 40 | trimSuffix "-" }}{{ else }}{{ printf "%s-%s" .Release.Name .Chart.Name | trunc 40 | trimSuffix "-" }}{{ end }}
{{- end }}

{{/* Labels that never change; give a dict of "root" and "component". */}}
{{- define "parley.selector" -}}
app.kubernetes.io/name: {{ .root.Chart.Name }}
app.kubernetes.io/instance: {{ .root.Release.Name }}
app.kubernetes.io/component: {{ .component }}
{{- end }}

{{- define "parley.labels" -}}
{{ include "parley.selector" . }}
app.kubernetes.io/version: {{ .root.Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .root.Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .root.Chart.Name .root.Chart.Version }}
{{- end }}

{{- define "parley.image" -}}
{{- with .Values.image }}{{ .repository }}{{ if .digest }}@{{ .digest }}{{ else }}:{{ .tag | default $.Chart.AppVersion }}{{ end }}{{ end }}
{{- end }}

{{- define "parley.serviceAccount" -}}
{{- if .Values.serviceAccount.create }}{{ .Values.serviceAccount.name | default (include "parley.fullname" .) }}{{ else }}{{ .Values.serviceAccount.name | default "default" }}{{ end }}
{{- end }}

{{- define "parley.secret" -}}
{{ .Values.secret.existingSecret | default (include "parley.fullname" .) }}
{{- end }}

{{- define "parley.hasSecret" -}}
{{- if or .Values.secret.existingSecret .Values.secret.values }}yes{{ end }}
{{- end }}

{{- define "parley.mongodbSecret" -}}
{{ .Values.mongodb.bundled.existingSecret | default (printf "%s-mongodb" (include "parley.fullname" .)) }}
{{- end }}

{{- define "parley.redisSecret" -}}
{{ .Values.redis.bundled.existingSecret | default (printf "%s-redis" (include "parley.fullname" .)) }}
{{- end }}

{{/* The members of the bundled replica set, with commas. */}}
{{- define "parley.mongodbHosts" -}}
{{- $name := printf "%s-mongodb" (include "parley.fullname" .) -}}
{{- range $index := until (int .Values.mongodb.bundled.members) }}{{ if $index }},{{ end }}{{ printf "%s-%d.%s.%s.svc:27017" $name $index $name $.Release.Namespace }}{{ end }}
{{- end }}

{{/* What every container is held to. */}}
{{- define "parley.containerSecurity" -}}
allowPrivilegeEscalation: false
readOnlyRootFilesystem: true
capabilities: { drop: [ALL] }
{{- end }}

{{/* What every pod is held to; give the user's number. */}}
{{- define "parley.podSecurity" -}}
runAsNonRoot: true
runAsUser: {{ . }}
runAsGroup: {{ . }}
fsGroup: {{ . }}
fsGroupChangePolicy: OnRootMismatch
seccompProfile: { type: RuntimeDefault }
{{- end }}
