import tseslint from "typescript-eslint"

export default tseslint.config(
  { ignores: ["**/dist/", "**/.pristine/", "**/fixtures/", "**/gen/", "**/*.d.json.ts"] },
  {
    files: ["**/*.ts", "**/*.js", "**/*.mjs"],
    extends: [...tseslint.configs.strictTypeChecked],
    languageOptions: {
      parserOptions: { project: ["./tsconfig.json"], tsconfigRootDir: new URL("..", import.meta.url).pathname },
    },
    rules: {
      "@typescript-eslint/restrict-template-expressions": ["error", { allowNumber: true }],
      "@typescript-eslint/no-confusing-void-expression": ["error", { ignoreArrowShorthand: true }],
      "@typescript-eslint/consistent-type-imports": "error",
      // `interface X extends Base<Y> {}` names a type for hovers.
      "@typescript-eslint/no-empty-object-type": "off",
      // An unused parameter of an implemented port documents the port.
      "@typescript-eslint/no-unused-vars": ["error", { argsIgnorePattern: "^_", varsIgnorePattern: "^_" }],
      "no-restricted-syntax": [
        "error",
        { selector: "TSEnumDeclaration", message: "Enums are not erasable." },
        { selector: "ExportAllDeclaration[source.value=/index/]", message: "No barrels over barrels." },
      ],
    },
  },
  { files: ["**/*.js", "**/*.mjs"], extends: [tseslint.configs.disableTypeChecked] },
)
