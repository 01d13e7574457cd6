"""The Model Context Protocol: the face that assistants use, on stdio and on Streamable HTTP, in both eras of the protocol.

    server      the one set of tools, resources, prompts and completions, put together
    desk        what they work with: the server's parts, whose call it is, how files come and go
    stdio       a desk for the owner of this machine, and the process around it
    http        a desk for holders of tokens, and `/mcp` beside the server's other faces
    tools_*     the tools, by what they are for
    answers     what they answer: a line or two for the model, typed values, links to files
    refusals    what cannot be done, and the call that helps
    app*        the film as a page inside the chat, for hosts that show pages; what the page asks for and is told
    extensions/ tasks (a job is the task) and skills

Nothing here loads the engine, a database or a media library when it is imported: a host that starts the server waits for none
of them.
"""
