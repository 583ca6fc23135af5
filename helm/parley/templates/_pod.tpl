{{/* The pod that both modes run. */}}
{{- define "parley.pod" -}}
{{- $single := eq .Values.mode "single" -}}
{{- $folder := and (not $single) (eq .Values.files.store "folder") -}}
serviceAccountName: {{ include "parley.serviceAccount" . }}
automountServiceAccountToken: false
enableServiceLinks: false
terminationGracePeriodSeconds: {{ add .Values.drainSeconds 15 }}
securityContext: {{- include "parley.podSecurity" 1000 | nindent 2 }}
{{- with .Values.image.pullSecrets }}
imagePullSecrets: {{- range . }}
  - name: {{ . }}
{{- end }}
{{- end }}
{{- if not $single }}
topologySpreadConstraints:
  {{- range list "kubernetes.io/hostname" "topology.kubernetes.io/zone" }}
  - maxSkew: 1
    topologyKey: {{ . }}
    whenUnsatisfiable: ScheduleAnyway
    labelSelector:
      matchLabels: {{- include "parley.selector" (dict "root" $ "component" "server") | nindent 8 }}
  {{- end }}
{{- end }}
{{- with .Values.nodeSelector }}
nodeSelector: {{- toYaml . | nindent 2 }}
{{- end }}
{{- with .Values.tolerations }}
tolerations: {{- toYaml . | nindent 2 }}
{{- end }}
{{- with .Values.affinity }}
affinity: {{- toYaml . | nindent 2 }}
{{- end }}
containers:
  - name: parley
    image: {{ include "parley.image" . | quote }}
    imagePullPolicy: {{ .Values.image.pullPolicy }}
    securityContext: {{- include "parley.containerSecurity" . | nindent 6 }}
    ports:
      - { name: http, containerPort: 3080 }
      {{- if .Values.metrics.enabled }}
      - { name: metrics, containerPort: {{ .Values.metrics.port }} }
      {{- end }}
    envFrom:
      - configMapRef: { name: {{ include "parley.fullname" . }} }
      {{- if include "parley.hasSecret" . }}
      - secretRef: { name: {{ include "parley.secret" . }} }
      {{- end }}
    env:
      - name: NODE_NAME
        valueFrom: { fieldRef: { fieldPath: metadata.name } }
      {{- if and (not $single) .Values.mongodb.bundled.enabled }}
      - name: MONGO_PASSWORD
        valueFrom: { secretKeyRef: { name: {{ include "parley.mongodbSecret" . }}, key: MONGO_PASSWORD } }
      - name: MONGO_URI
        value: mongodb://parley:$(MONGO_PASSWORD)@{{ include "parley.mongodbHosts" . }}/parley?replicaSet=parley&authSource=parley
      {{- end }}
      {{- if and (not $single) .Values.redis.bundled.enabled }}
      - name: REDIS_PASSWORD
        valueFrom: { secretKeyRef: { name: {{ include "parley.redisSecret" . }}, key: REDIS_PASSWORD } }
      {{- end }}
    # A start may wait for the database and migrate it.
    startupProbe:
      httpGet: { path: /livez, port: http }
      periodSeconds: 2
      failureThreshold: 150
    livenessProbe:
      httpGet: { path: /livez, port: http }
      periodSeconds: 10
      timeoutSeconds: 5
      failureThreshold: 6
    readinessProbe:
      httpGet: { path: /readyz, port: http }
      periodSeconds: 5
      timeoutSeconds: 3
      failureThreshold: 2
    lifecycle:
      # Until every proxy has heard that this pod is leaving, it goes on serving.
      preStop: { exec: { command: [node, -e, 'setTimeout(() => {}, 5000)'] } }
    resources: {{- toYaml .Values.resources | nindent 6 }}
    volumeMounts:
      - { name: data, mountPath: /data }
      - { name: tmp, mountPath: /tmp }
      {{- if $folder }}
      - { name: files, mountPath: /files }
      {{- end }}
volumes:
  - name: tmp
    emptyDir: { sizeLimit: 256Mi }
  {{- if not $single }}
  - name: data
    emptyDir: { sizeLimit: 1Gi }
  {{- end }}
  {{- if $folder }}
  - name: files
    persistentVolumeClaim: { claimName: {{ .Values.files.folder.existingClaim | default (printf "%s-files" (include "parley.fullname" .)) }} }
  {{- end }}
{{- end }}

{{- define "parley.podMetadata" -}}
labels: {{- include "parley.labels" (dict "root" . "component" "server") | nindent 2 }}
  {{- with .Values.podLabels }}
  {{- toYaml . | nindent 2 }}
  {{- end }}
annotations:
  # A changed setting starts new pods.
  checksum/config: {{ include (print .Template.BasePath "/configmap.yaml") . | sha256sum }}
  checksum/secret: {{ toJson .Values.secret.values | sha256sum }}
  {{- with .Values.podAnnotations }}
  {{- toYaml . | nindent 2 }}
  {{- end }}
{{- end }}
