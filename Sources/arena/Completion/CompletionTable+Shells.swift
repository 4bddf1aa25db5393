/// The scripts of the shells. Names hold letters, digits and hyphens alone; summaries are quoted.
extension CompletionTable {
  private var names: String { rows.map(\.name).joined(separator: " ") }

  /// For bash 3.2 and later.
  var bash: String {
    var cases: [String] = []
    for row in rows {
      let flags = (row.flags.map { "--\($0.name)" } + ["--help"]).joined(separator: " ")
      let valued = row.flags.compactMap { flag -> String? in
        guard let value = flag.value else { return nil }
        if let words = Self.values(of: value) {
          return "      --\(flag.name)) words=\"\(words.joined(separator: " "))\"; files= ;;"
        }
        return "      --\(flag.name)) words=; files=\(Self.isPath(value) ? "yes" : "") ;;"
      }
      cases.append(
        """
          \(row.name))
            flags="\(flags)"
            words="\(row.words.joined(separator: " "))"
        \(valued.isEmpty ? "" : "    case $previous in\n" + valued.joined(separator: "\n") + "\n    esac\n")    ;;
        """)
    }
    return """
      # arena completion bash
      _arena() {
        local current=${COMP_WORDS[COMP_CWORD]} previous=${COMP_WORDS[COMP_CWORD-1]}
        local flags= words= files=yes
        COMPREPLY=()
        if ((COMP_CWORD == 1)); then
          COMPREPLY=($(compgen -W "\(names) help --version" -- "$current"))
          return
        fi
        case ${COMP_WORDS[1]} in
          help) words="\(names)" ;;
      \(cases.joined(separator: "\n"))
        esac
        if [[ $current == -* ]]; then
          COMPREPLY=($(compgen -W "$flags" -- "$current"))
          return
        fi
        COMPREPLY=($(compgen -W "$words" -- "$current"))
        if [[ $files == yes ]]; then COMPREPLY+=($(compgen -f -- "$current")); fi
      }
      complete -o filenames -F _arena arena
      """
  }

  var zsh: String {
    let commands = rows.map { "    \(Self.quoted($0.name + ":" + $0.summary))" }
    let cases = rows.map { row in
      let flags = row.flags.map { flag -> String in
        let text = flag.summary.replacing("[", with: "(").replacing("]", with: ")")
          .replacing(":", with: ";")
        let star = flag.repeats ? "*" : ""
        guard let value = flag.value else {
          return "        " + Self.quoted("\(star)--\(flag.name)[\(text)]")
        }
        let action =
          Self.values(of: value).map { "(\($0.joined(separator: " ")))" }
          ?? (Self.isPath(value) ? "_files" : " ")
        return "        "
          + Self.quoted(
            "\(star)--\(flag.name)[\(text)]:\(value.replacing(":", with: " ")):\(action)")
      }
      let words =
        row.words.isEmpty
        ? "'*:file:_files'" : "'*: :(\(row.words.joined(separator: " ")))' '*:file:_files'"
      return "      \(row.name)) _arguments \\\n"
        + (flags + ["        '--help[prints more]'", "        \(words)"])
        .joined(separator: " \\\n") + " ;;"
    }
    return """
      #compdef arena
      # arena completion zsh
      _arena() {
        local -a commands
        commands=(
      \(commands.joined(separator: "\n"))
        )
        if (( CURRENT == 2 )); then
          _describe command commands
          return
        fi
        local command=$words[2]
        shift words
        (( CURRENT-- ))
        case $command in
      \(cases.joined(separator: "\n"))
        esac
      }
      compdef _arena arena
      """
  }

  var fish: String {
    var lines = ["# arena completion fish", "complete -c arena -e"]
    for row in rows {
      lines.append(
        "complete -c arena -n __fish_use_subcommand -f -a \(row.name) -d \(Self.quoted(row.summary))"
      )
      let isHere = "-n '__fish_seen_subcommand_from \(row.name)'"
      if !row.words.isEmpty {
        lines.append("complete -c arena \(isHere) -a '\(row.words.joined(separator: " "))'")
      }
      for flag in row.flags {
        var line = "complete -c arena \(isHere) -l \(flag.name) -d \(Self.quoted(flag.summary))"
        if let value = flag.value {
          if let words = Self.values(of: value) {
            line += " -x -a '\(words.joined(separator: " "))'"
          } else {
            line += Self.isPath(value) ? " -r" : " -x"
          }
        }
        lines.append(line)
      }
    }
    return lines.joined(separator: "\n")
  }

  /// In single quotes, which end for a quote of the text.
  private static func quoted(_ text: String) -> String {
    "'" + text.replacing("'", with: "'\\''") + "'"
  }
}
