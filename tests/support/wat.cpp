#include "tests/support/wat.hpp"

#include <cstdio>
#include <cstdlib>

#include "wabt/binary-writer.h"
#include "wabt/stream.h"
#include "wabt/wast-parser.h"

namespace serinus::test {

Bytes wat(std::string_view text) {
    wabt::Errors errors;
    wabt::Features features;
    features.EnableAll();
    wabt::WastParseOptions options(features);
    auto lexer = wabt::WastLexer::CreateBufferLexer("test.wat", text.data(), text.size(), &errors);
    std::unique_ptr<wabt::Module> module;
    if (wabt::Failed(wabt::ParseWatModule(lexer.get(), &module, &errors, &options))) {
        for (const wabt::Error& error : errors) {
            std::fprintf(stderr, "wat:%d: %s\n", error.loc.line, error.message.c_str());
        }
        std::abort();
    }
    wabt::MemoryStream stream;
    wabt::WriteBinaryOptions write_options;
    write_options.write_debug_names = true;
    write_options.canonicalize_lebs = true;
    if (wabt::Failed(wabt::WriteBinaryModule(&stream, module.get(), write_options))) std::abort();
    return std::move(stream.output_buffer().data);
}

}  // namespace serinus::test
