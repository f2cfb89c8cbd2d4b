#include "base/format.hpp"
#include "cli/description.hpp"

namespace serinus::cli {
namespace {

/// Text of ours as roff: a backslash is its escape, a hyphen is a minus only when escaped, and a line must not begin
/// with a control character.
std::string roff(std::string_view text) {
    std::string out;
    bool begins_line = true;
    for (const char c : text) {
        if (begins_line && (c == '.' || c == '\'')) out += "\\&";
        begins_line = c == '\n';
        if (c == '\\') {
            out += "\\e";
        } else if (c == '-') {
            out += "\\-";
        } else {
            out += c;
        }
    }
    return out;
}

void append_option(std::string& out, const OptionDescription& option) {
    std::string names;
    for (const std::string& name : option.names)
        append_text(names, "{}\\fB{}\\fR", names.empty() ? "" : ", ", roff(name));
    if (!option.value.empty() && !option.is_positional) append_text(names, " \\fI{}\\fR", roff(option.value));
    append_text(out, ".TP\n{}\n{}", names, roff(option.text));
    if (!option.default_value.empty()) append_text(out, " (default: {})", roff(option.default_value));
    out += "\n";
}

/// Options without a text stand side by side at the end, under the title of their section.
void append_options(std::string& out, const CommandDescription& command, bool with_sections) {
    std::string section, bare, bare_section;
    for (const OptionDescription& option : command.options) {
        if (option.text.empty()) {
            append_text(bare, "{}{}", bare.empty() ? "" : ", ", roff(option.names.back()));
            bare_section = option.section;
            continue;
        }
        if (with_sections && option.section != section) append_text(out, ".SS {}\n", roff(option.section));
        section = option.section;
        append_option(out, option);
    }
    if (!bare.empty())
        append_text(out, "{}{}{}.\n", with_sections ? ".SS " : ".PP\n", roff(bare_section),
                    (with_sections ? "\n" : ": ") + bare);
}

void append_footer(std::string& out, const std::string& footer) {
    if (!footer.empty()) append_text(out, ".PP\n.nf\n{}\n.fi\n", roff(footer));
}

void append_commands(std::string& out, const CommandDescription& command) {
    for (const CommandDescription& inner : command.commands) {
        append_text(out, ".SS {}\n{}.\n", roff(inner.name), roff(inner.text));
        append_options(out, inner, false);
        append_footer(out, inner.footer);
        append_commands(out, inner);
    }
}

constexpr const char* kEnd = R"(.SH ENVIRONMENT
.TP
\fBSERINUS_CHAIN_SPECS\fR
A folder in which \fB\-\-chain\fR looks for specifications by name.
.TP
\fBXDG_DATA_HOME\fR
The default base path is \fI$XDG_DATA_HOME/serinus\fR, or \fI~/.local/share/serinus\fR.
.SH FILES
.TP
\fI<base path>/chains/<id>/db\fR
The database of a chain.
.TP
\fI<base path>/chains/<id>/keystore\fR
The keys of a node.
.TP
\fI<base path>/chains/<id>/network\fR
The key by which other nodes know this node.
.SH EXIT STATUS
.TP
\fB0\fR
Success; a node that was stopped by a signal.
.TP
\fB1\fR
A failure; a sentence on the standard error output says which.
.TP
\fB2\fR
A wrong command line.
.TP
\fB130\fR
An import of blocks that a signal ended early.
)";

}  // namespace

std::string manual_page_of(const CommandDescription& program, const std::string& version) {
    std::string out = format_text(".TH SERINUS 1 \"\" \"serinus {}\"\n", roff(version));
    const size_t name_ends = program.text.find(": ");  // "Serinus: a node of …"
    const std::string purpose = name_ends == std::string::npos ? program.text : program.text.substr(name_ends + 2);
    append_text(out, ".SH NAME\nserinus \\- {}\n", roff(purpose));
    out += ".SH SYNOPSIS\n\\fBserinus\\fR [\\fIOPTIONS\\fR]\n.br\n\\fBserinus\\fR \\fICOMMAND\\fR [\\fIOPTIONS\\fR]\n";
    append_text(out, ".SH DESCRIPTION\n.nf\n{}\n.fi\n", roff(program.footer));
    out += ".SH OPTIONS\n";
    append_options(out, program, true);
    out += ".SH COMMANDS\n";
    append_commands(out, program);
    return out + kEnd;
}

}  // namespace serinus::cli
