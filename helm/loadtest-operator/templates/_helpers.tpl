{{- define "loadtest-operator.name" -}}
{{- if contains .Chart.Name .Release.Name -}}
{{ .Release.Name | trunc 63 | trimSuffix "-" }}
{{- else -}}
{{ printf "%s-%s" .Release.Name .Chart.Name | trunc 63 | trimSuffix "-" }}
{{- end -}}
{{- end -}}

{{- define "loadtest-operator.serviceAccount" -}}
{{ .Values.serviceAccount.name | default (include "loadtest-operator.name" .) }}
{{- end -}}

{{- /* What selects the pods: these may never change, since a Deployment's selector cannot. */ -}}
{{- define "loadtest-operator.selector" -}}
app.kubernetes.io/name: {{ .Chart.Name }}
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end -}}

{{- define "loadtest-operator.labels" -}}
{{ include "loadtest-operator.selector" . }}
app.kubernetes.io/part-of: loadtest-operator
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version | replace "+" "_" }}
{{- end -}}
