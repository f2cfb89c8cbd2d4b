#include "base/format.hpp"
#include "cli/description.hpp"

namespace serinus::cli {
namespace {

// The tables come before: words[command] is what may follow it, choices["command option"] what an option takes. Where
// neither has anything, bash offers files.
constexpr const char* kFunction = R"(
    local current=${COMP_WORDS[COMP_CWORD]} previous=${COMP_WORDS[COMP_CWORD - 1]} command=serinus i
    [[ $current == = ]] && current=
    [[ $previous == = ]] && previous=${COMP_WORDS[COMP_CWORD - 2]}
    for ((i = 1; i < COMP_CWORD; ++i)); do
        [[ -n ${words["$command ${COMP_WORDS[i]}"]+known} ]] && command+=" ${COMP_WORDS[i]}"
    done
    local offered=${choices["$command $previous"]-}
    if [[ -z $offered ]]; then
        offered=${words[$command]}
        [[ $current == -* ]] || offered=${offered%% -*}
    fi
    mapfile -t COMPREPLY < <(compgen -W "$offered" -- "$current")
}
complete -o bashdefault -o default -F _serinus serinus
)";

void append_words(std::string& out, const CommandDescription& command) {
    std::string words;
    for (const CommandDescription& inner : command.commands) words += inner.name.substr(command.name.size() + 1) + " ";
    for (const OptionDescription& option : command.options) {
        if (option.is_positional) continue;
        for (const std::string& name : option.names) words += " " + name;
    }
    append_text(out, "        [\"{}\"]=\"{}\"\n", command.name, words);
    for (const CommandDescription& inner : command.commands) append_words(out, inner);
}

void append_choices(std::string& out, const CommandDescription& command) {
    for (const OptionDescription& option : command.options) {
        std::string choices;
        for (const std::string& choice : choices_of(option)) {
            // "interval=MS" is completed up to its value.
            choices +=
                (choices.empty() ? "" : " ") + choice.substr(0, choice.find('=') + (choice.contains('=') ? 1 : 0));
        }
        if (choices.empty() || option.is_positional) continue;
        for (const std::string& name : option.names) {
            append_text(out, "        [\"{} {}\"]=\"{}\"\n", command.name, name, choices);
        }
    }
    for (const CommandDescription& inner : command.commands) append_choices(out, inner);
}

}  // namespace

std::string bash_completion_of(const CommandDescription& program) {
    std::string out = "# Completion of serinus for bash: source it, or put it where bash-completion looks.\n";
    out += "_serinus() {\n    local -A words=(\n";
    append_words(out, program);
    out += "    )\n    local -A choices=(\n";
    append_choices(out, program);
    return out + "    )" + kFunction;
}

}  // namespace serinus::cli
