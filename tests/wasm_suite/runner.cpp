#include "tests/wasm_suite/runner.hpp"

#include <algorithm>

#include "tests/support/data.hpp"

namespace serinus::test {
namespace {

using namespace wasm;

/// The beginning of the suite's text for a trap.
std::string_view words_of(TrapCode code) {
    switch (code) {
        case TrapCode::kUnreachable:
            return "unreachable";
        case TrapCode::kMemoryOutOfBounds:
            return "out of bounds memory access";
        case TrapCode::kTableOutOfBounds:
            return "undefined element";
        case TrapCode::kNullElement:
            return "uninitialized element";
        case TrapCode::kIndirectTypeMismatch:
            return "indirect call type mismatch";
        case TrapCode::kDivisionByZero:
            return "integer divide by zero";
        case TrapCode::kIntegerOverflow:
            return "integer overflow";
        case TrapCode::kInvalidConversion:
            return "invalid conversion to integer";
        case TrapCode::kStackExhausted:
            return "call stack exhausted";
        case TrapCode::kUnknownImport:
            return "unknown import";
        case TrapCode::kInterrupted:
            return "interrupted";
        case TrapCode::kHost:
            return "host";
    }
    return "?";
}

/// The suite shortens some texts ("undefined", "indirect call") and adds an index to others.
bool same_trap(TrapCode code, std::string_view expected) {
    const std::string_view words = words_of(code);
    return words.starts_with(expected) || expected.starts_with(words);
}

std::string show(std::optional<Raw> value) { return value ? std::to_string(*value) : "nothing"; }

bool matches(const Json& expected, Raw value) {
    const std::string type = expected["type"].text();
    const std::string text = expected["value"].text();
    const uint64_t sign = type == "f32" ? uint64_t{1} << 31 : uint64_t{1} << 63;
    const uint64_t canonical = type == "f32" ? 0x7fc0'0000 : 0x7ff8'0000'0000'0000;
    if (text == "nan:canonical") return (value & ~sign) == canonical;
    if (text == "nan:arithmetic") return (value & canonical) == canonical;
    return value == std::stoull(text);
}

/// Where we differ knowingly, by line of the commit that README.md names.
struct Deviation {
    const char* script;
    int64_t line;
    const char* reason;
};
constexpr Deviation kDeviations[] = {
    {"unreached-invalid.wast", 539, "valid since reference types: targets of br_table of different types in dead code"},
    {"imports.wast", 494, "our imported memory has the maximum that the module states, not that of spectest"},
    {"imports.wast", 495, "our imported memory has the maximum that the module states, not that of spectest"},
};

bool is_later_feature(std::string_view reason) { return reason.find("not supported") != std::string_view::npos; }

}  // namespace

void Runner::run(const Json& commands) {
    for (const Json& command : commands.items()) {
        line_ = command["line"].integer();
        const auto* const deviation =
            std::find_if(std::begin(kDeviations), std::end(kDeviations),
                         [&](const auto& row) { return row.script == script_ && row.line == line_; });
        if (deviation != std::end(kDeviations)) {
            exclude(deviation->reason);
        } else {
            run_command(command);
        }
    }
}

void Runner::run_command(const Json& command) {
    const std::string type = command["type"].text();
    if (type == "module") return define_module(command);
    if (type == "register") {
        const Defined& what = command.has("name") ? named_[command["name"].text()] : newest_;
        if (what.instance) linker_.register_as(command["as"].text(), what.instance);
        return;
    }
    if (type == "assert_return" || type == "action") return expect_value(command);
    if (type == "assert_trap") return expect_trap(command, false);
    if (type == "assert_exhaustion") return expect_trap(command, true);
    if (type == "assert_invalid" || type == "assert_malformed") return expect_refusal(command, false);
    if (type == "assert_unlinkable" || type == "assert_uninstantiable") return expect_refusal(command, true);
    exclude("command " + type);
}

Bytes Runner::module_bytes(const Json& command) const {
    return to_bytes(as_bytes(read_file(folder_ + '/' + command["filename"].text())));
}

void Runner::define_module(const Json& command) {
    newest_ = {};
    auto instance = linker_.instantiate(module_bytes(command));
    if (instance) {
        newest_.instance = *instance;
        pass();
    } else if (instance.error().kind == LinkFailure::Kind::kExcluded || is_later_feature(instance.error().reason)) {
        newest_.excluded =
            instance.error().kind == LinkFailure::Kind::kExcluded ? instance.error().reason : "uses a later feature";
        exclude(newest_.excluded);
    } else {
        newest_.excluded = "its module was refused";
        fail("module refused: " + instance.error().reason);
    }
    if (command.has("name")) named_[command["name"].text()] = newest_;
}

void Runner::expect_refusal(const Json& command, bool when_linked) {
    if (command["module_type"].text() != "binary") return exclude("is about the text format");
    std::string reason;
    if (when_linked) {
        auto instance = linker_.instantiate(module_bytes(command));
        if (instance) return fail("accepted: " + command["text"].text());
        if (instance.error().kind == LinkFailure::Kind::kExcluded) return exclude(instance.error().reason);
        reason = instance.error().reason;
    } else {
        auto module = parse_module(module_bytes(command));
        if (module) return fail("accepted: " + command["text"].text());
        reason = module.error().reason;
    }
    pass();
    ++tally_.refusals;
    if (reason.find(command["text"].text()) != std::string::npos) ++tally_.refusals_in_same_words;
}

Runner::Outcome Runner::perform(const Json& action) {
    const Defined& on = action.has("module") ? named_[action["module"].text()] : newest_;
    if (!on.instance) return {.kind = Outcome::Kind::kExcluded, .reason = on.excluded};
    if (linker_.is_touched(on.instance.get())) {
        return {.kind = Outcome::Kind::kExcluded, .reason = "state that an excluded module would have changed"};
    }
    const bool is_call = action["type"].text() == "invoke";
    const Export* item = on.instance->module().find_export(action["field"].text(),
                                                           is_call ? ExternKind::kFunction : ExternKind::kGlobal);
    if (!item) return {.kind = Outcome::Kind::kExcluded, .reason = "no such export"};
    if (!is_call) return {.value = on.instance->global(item->index)};

    std::vector<Raw> arguments;
    for (const Json& argument : action["args"].items()) arguments.push_back(std::stoull(argument["value"].text()));
    linker_.inner_trap.reset();
    auto result = on.instance->call(item->index, arguments);
    if (result) return {.value = *result};
    const TrapCode code = result.error().code;
    return {.kind = Outcome::Kind::kTrap,
            .trap = code == TrapCode::kHost && linker_.inner_trap ? *linker_.inner_trap : code};
}

void Runner::expect_value(const Json& command) {
    const Outcome outcome = perform(command["action"]);
    const std::string field = command["action"]["field"].text();
    if (outcome.kind == Outcome::Kind::kExcluded) return exclude(outcome.reason);
    if (outcome.kind == Outcome::Kind::kTrap) return fail(field + " trapped: " + to_string(outcome.trap));
    const std::vector<Json> expected = command["expected"].items();
    const bool right = command["type"].text() == "action" ||
                       (expected.empty() ? !outcome.value : outcome.value && matches(expected[0], *outcome.value));
    if (!right) return fail(field + " gave " + show(outcome.value) + ", expected " + command["expected"].dump());
    pass();
}

void Runner::expect_trap(const Json& command, bool of_stack) {
    const Outcome outcome = perform(command["action"]);
    const std::string field = command["action"]["field"].text();
    const std::string expected = of_stack ? "call stack exhausted" : command["text"].text();
    if (outcome.kind == Outcome::Kind::kExcluded) return exclude(outcome.reason);
    if (outcome.kind == Outcome::Kind::kValue)
        return fail(field + " gave " + show(outcome.value) + ", expected: " + expected);
    if (!same_trap(outcome.trap, expected))
        return fail(field + " trapped: " + to_string(outcome.trap) + ", expected: " + expected);
    pass();
}

}  // namespace serinus::test
