import { compareVersions } from "./compare-versions.ts"
import type { DoctorFacts } from "./facts.ts"
import type { Finding } from "./finding.ts"

/** The oldest version of each host that the plugin is tested with. */
export const testedHosts: Readonly<Record<string, string>> = {
  vite: "8.0.0",
  rollup: "4.0.0",
  rolldown: "1.0.0",
  esbuild: "0.28.0",
  webpack: "5.0.0",
  "@rspack/core": "2.0.0",
  "@rsbuild/core": "2.0.0",
  "@farmfe/core": "1.7.0",
}

/** Checks a project. Pure; findings in the order of reading: what stands under everything comes first. */
export function diagnose(facts: DoctorFacts): readonly Finding[] {
  return [
    checkNode(facts),
    ...checkRuntime(facts),
    ...checkBundlers(facts),
    ...checkTypeScriptVersion(facts),
    checkManifests(facts),
    ...checkTsconfig(facts),
    ...checkGitignore(facts),
  ]
}

function checkNode({ node }: DoctorFacts): Finding {
  const message = `Node ${node}`
  const isNew = compareVersions(node, "22.12.0") >= 0
  const isSupported = isNew || (node.startsWith("20.") && compareVersions(node, "20.19.0") >= 0)
  if (isSupported) return { check: "node", status: "ok", message }
  return {
    check: "node",
    status: "error",
    message,
    why: "The plugin and the runtime load on Node ^20.19.0 || >=22.12.0.",
    fix: "Install the current Node of that range.",
  }
}

function checkRuntime({ runtimes, plugin }: DoctorFacts): readonly Finding[] {
  const [first] = runtimes
  if (!first) {
    return [
      {
        check: "runtime",
        status: "error",
        message: "pristine-runtime is not installed",
        why: "Every generated module imports it.",
        fix: "Add pristine-runtime to the dependencies.",
      },
    ]
  }
  const minor = (version: string) => version.split(".").slice(0, 2).join(".")
  const other = runtimes.find(({ version }) => minor(version) !== minor(plugin))
  const versions: Finding = other
    ? {
        check: "runtime",
        status: "error",
        message: `pristine-runtime ${other.version} with unplugin-pristine ${plugin}`,
        why: "The two are versioned together: generated code may call what another version of the runtime has not.",
        fix: `Install pristine-runtime ${minor(plugin)} for ${other.path}.`,
      }
    : { check: "runtime", status: "ok", message: `pristine-runtime ${first.version}` }
  if (runtimes.length === 1) return [versions]
  return [
    versions,
    {
      check: "copies",
      status: "warning",
      message: `${runtimes.length} copies of pristine-runtime: ${runtimes.map(({ path }) => path).join(", ")}`,
      why: "Each copy is in the bundle, and a client of one copy shares no limits with a client of another.",
      fix: "Ask for one version everywhere and run your package manager's dedupe.",
    },
  ]
}

function checkBundlers({ packages }: DoctorFacts): readonly Finding[] {
  const installed = Object.entries(testedHosts).flatMap(([name, oldest]): Finding[] => {
    const version = packages[name]
    if (version === undefined) return []
    const message = `${name} ${version}`
    if (compareVersions(version, oldest) >= 0) return [{ check: "bundler", status: "ok", message }]
    const why = `The plugin is tested with ${name} ${oldest} and newer.`
    return [{ check: "bundler", status: "warning", message, why, fix: `Update ${name}.` }]
  })
  if (installed.length > 0) return installed
  return [
    {
      check: "bundler",
      status: "warning",
      message: "no bundler that the plugin knows",
      why: "Manifests are imported through a bundler's plugin.",
      fix: "Without one, write the modules as files: unplugin-pristine generate --out <folder>.",
    },
  ]
}

function checkTypeScriptVersion({ packages }: DoctorFacts): readonly Finding[] {
  const { typescript } = packages
  if (typescript === undefined) return []
  const message = `typescript ${typescript}`
  if (compareVersions(typescript, "5.9.0") >= 0) return [{ check: "typescript", status: "ok", message }]
  const why = "The declarations are tested with TypeScript 5.9, 6 and 7."
  return [{ check: "typescript", status: "warning", message, why, fix: "Update typescript." }]
}

function checkManifests({ manifests }: DoctorFacts): Finding {
  if (manifests.length === 0) {
    return {
      check: "manifests",
      status: "warning",
      message: "no manifests",
      why: "Their names end in .pristine.json, .pristine.yaml or .pristine.yml.",
      fix: "Write one, or let `unplugin-pristine init` begin one.",
    }
  }
  const broken = manifests.filter(({ errors }) => errors > 0).map(({ path }) => path)
  const message = `${manifests.length} manifest${manifests.length === 1 ? "" : "s"}`
  if (broken.length === 0) return { check: "manifests", status: "ok", message }
  return {
    check: "manifests",
    status: "error",
    message: `${message}, with errors in ${broken.join(", ")}`,
    why: "A manifest with errors stops the build.",
    fix: "Run `unplugin-pristine check`: it shows each problem and what to do.",
  }
}

function checkTsconfig({ manifests, packages }: DoctorFacts): readonly Finding[] {
  if (packages["typescript"] === undefined || manifests.length === 0) return []
  const problems = new Map(manifests.flatMap(({ typescript }) => (typescript ? [[typescript.why, typescript]] : [])))
  if (manifests.some(({ isConfigured }) => !isConfigured)) {
    return [
      {
        check: "tsconfig",
        status: "warning",
        message: "no tsconfig.json",
        why: "TypeScript's defaults refuse the declarations beside a manifest (TS6263).",
        fix: 'Write one with "moduleResolution": "bundler" and "allowArbitraryExtensions": true, if this is TypeScript.',
      },
    ]
  }
  if (problems.size === 0) return [{ check: "tsconfig", status: "ok", message: "TypeScript finds the declarations" }]
  return [...problems.values()].map(({ why, fix }) => ({
    check: "tsconfig",
    status: "error",
    message: "TypeScript does not find the declarations",
    why,
    fix,
  }))
}

function checkGitignore({ manifests }: DoctorFacts): readonly Finding[] {
  const known = manifests.filter(({ isIgnored }) => isIgnored !== undefined)
  if (known.length === 0) return []
  const tracked = known.filter(({ isIgnored }) => isIgnored === false).map(({ declarations }) => declarations)
  if (tracked.length === 0) return [{ check: "gitignore", status: "ok", message: "git ignores the declarations" }]
  return [
    {
      check: "gitignore",
      status: "warning",
      message: `git does not ignore ${tracked.join(", ")}`,
      why: "Declarations are written anew by every build, and would show up in every commit.",
      fix: "Add them to .gitignore: *.d.json.ts and *.d.json.ts.map, or .d.yaml.ts and .d.yml.ts.",
    },
  ]
}
